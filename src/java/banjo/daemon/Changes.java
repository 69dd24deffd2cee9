package banjo.daemon;

import banjo.config.ActionConfiguration;
import banjo.config.Configuration;
import banjo.config.FilterConfiguration;
import banjo.config.JailConfiguration;
import java.util.ArrayList;
import java.util.List;

/** What another configuration changes, in words. */
final class Changes
{
    /** Keys of [global] that hold until a restart: who the daemon is cannot be taken back, and clients know where its socket is. */
    private static final List<String> LASTING = List.of("socket", "socket_group", "user");

    private Changes()
    {
    }

    /** @param jails the present ones. @param atStart what the daemon was started with. @return each change. */
    static List<String> of(List<JailRuntime> jails, Configuration former, Configuration now, Configuration atStart)
    {
        List<String> changes = new ArrayList<>();
        for (JailConfiguration each : now.enabledJails())
        {
            if (JailMaker.find(jails, each.name(), false) == null)
            {
                changes.add("jail " + each.name() + " added");
            }
            else
            {
                changed(changes, former, now, "jails", each.name());
            }
        }
        for (JailRuntime each : jails)
        {
            if (now.indexOfEnabled(each.configuration.name()) < 0)
            {
                changes.add("jail " + each.configuration.name() + " removed");
            }
        }
        for (FilterConfiguration each : now.filters())
        {
            changed(changes, former, now, "filters", each.name());
        }
        for (ActionConfiguration each : now.actions())
        {
            changed(changes, former, now, "actions", each.name());
        }
        for (String key : now.changedKeys(former, "[global]"))
        {
            if (!LASTING.contains(key))
            {
                changes.add(key + " changed");
            }
        }
        for (String key : now.changedKeys(atStart, "[global]"))
        {
            if (LASTING.contains(key))
            {
                changes.add("needs a restart: " + key);
            }
        }
        return changes;
    }

    private static void changed(List<String> changes, Configuration former, Configuration now, String section, String name)
    {
        String keys = String.join(", ", now.changedKeys(former, "[" + section + "." + name + "]"));
        if (!keys.isEmpty())
        {
            changes.add(section.substring(0, section.length() - 1) + " " + name + " changed: " + keys);
        }
    }
}
