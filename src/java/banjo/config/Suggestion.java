package banjo.config;

import java.util.List;

/** Finds what a user probably meant. */
public final class Suggestion
{
    private static final int LONGEST = 64;

    private Suggestion()
    {
    }

    /** @return {@code ; did you mean `bantime`?} for the nearest candidate, or an empty string when none is near. */
    public static String of(String written, List<String> candidates)
    {
        if (written.length() > LONGEST)
        {
            return "";
        }
        String nearest = null;
        int nearestDistance = 1 + Math.max(1, Math.min(3, written.length() / 3));
        for (String candidate : candidates)
        {
            int distance = candidate.length() > LONGEST ? LONGEST : distance(written, candidate);
            if (distance < nearestDistance)
            {
                nearest = candidate;
                nearestDistance = distance;
            }
        }
        return nearest == null ? "" : "; did you mean `" + nearest + "`?";
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); case does not count. */
    private static int distance(String left, String right)
    {
        int[][] costs = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++)
        {
            costs[i][0] = i;
        }
        for (int j = 0; j <= right.length(); j++)
        {
            costs[0][j] = j;
        }
        for (int i = 1; i <= left.length(); i++)
        {
            for (int j = 1; j <= right.length(); j++)
            {
                int same = isSame(left, i - 1, right, j - 1) ? 0 : 1;
                int cost = Math.min(costs[i - 1][j - 1] + same, Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
                if (i > 1 && j > 1 && isSame(left, i - 1, right, j - 2) && isSame(left, i - 2, right, j - 1))
                {
                    cost = Math.min(cost, costs[i - 2][j - 2] + 1);
                }
                costs[i][j] = cost;
            }
        }
        return costs[left.length()][right.length()];
    }

    private static boolean isSame(String left, int i, String right, int j)
    {
        return lower(left.charAt(i)) == lower(right.charAt(j));
    }

    /** ASCII alone: the JDK's own would bring the case tables of Unicode into the native binary. */
    private static int lower(int c)
    {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }
}
