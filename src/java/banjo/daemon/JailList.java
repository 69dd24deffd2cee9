package banjo.daemon;

import java.util.AbstractList;
import java.util.List;

/** Jails in an array, which the way of a ban reads faster than a list of any elements. */
final class JailList extends AbstractList<JailRuntime>
{
    private JailRuntime[] jails;

    JailList(List<JailRuntime> jails)
    {
        become(jails);
    }

    /** Takes the place of all that are there. */
    void become(List<JailRuntime> others)
    {
        jails = others.toArray(new JailRuntime[0]);
    }

    @Override
    public JailRuntime get(int index)
    {
        return jails[index];
    }

    @Override
    public int size()
    {
        return jails.length;
    }
}
