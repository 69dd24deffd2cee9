package banjo.daemon;

import banjo.action.Action;
import banjo.config.ActionConfiguration;
import banjo.config.Configuration;
import banjo.config.Text;
import java.util.ArrayList;
import java.util.List;

/** The actions of a configuration, ready to be run. */
final class Actions
{
    private Actions()
    {
    }

    static Action[] of(Configuration configuration)
    {
        List<ActionConfiguration> all = configuration.actions();
        Action[] actions = new Action[all.size()];
        for (int i = 0; i < actions.length; i++)
        {
            ActionConfiguration each = all.get(i);
            actions[i] = new Action(each.name(), each.timeoutSeconds() * 1000).command(Action.START, values(each.start()))
                .command(Action.STOP, values(each.stop())).command(Action.BAN, values(each.ban())).command(Action.UNBAN, values(each.unban()));
        }
        return actions;
    }

    private static List<String> values(List<Text> texts)
    {
        List<String> values = new ArrayList<>();
        for (Text text : texts)
        {
            values.add(text.value());
        }
        return values;
    }

    /** @return the numbers of the actions of these names. */
    static int[] numbers(Configuration configuration, List<Text> names)
    {
        int[] numbers = new int[names.size()];
        for (int i = 0; i < numbers.length; i++)
        {
            while (!configuration.actions().get(numbers[i]).name().equals(names.get(i).value()))
            {
                numbers[i]++;
            }
        }
        return numbers;
    }
}
