package banjo.regex;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Merges states whose rows agree in operations and lead to merged states (Moore's partition refinement). */
final class Minimiser
{
    private Minimiser()
    {
    }

    private record Row(int[] values)
    {
        @Override
        public boolean equals(Object other)
        {
            return other instanceof Row row && Arrays.equals(values, row.values);
        }

        @Override
        public int hashCode()
        {
            return Arrays.hashCode(values);
        }
    }

    /** @return for each state the number of its block; blocks are numbered by their first state, so the dead one stays 0. */
    static int[] blocks(List<long[]> rows)
    {
        int states = rows.size();
        int[] block = new int[states];
        int blockCount = 1;
        while (true)
        {
            Map<Row, Integer> known = new HashMap<>();
            int[] refined = new int[states];
            for (int state = 0; state < states; state++)
            {
                long[] row = rows.get(state);
                int[] key = new int[row.length * 2 + 1];
                for (int i = 0; i < row.length; i++)
                {
                    key[2 * i] = (int)(row[i] >>> 32);
                    key[2 * i + 1] = block[(int)row[i]];
                }
                key[row.length * 2] = block[state];
                Row signature = new Row(key);
                Integer number = known.get(signature);
                if (number == null)
                {
                    number = known.size();
                    known.put(signature, number);
                }
                refined[state] = number;
            }
            block = refined;
            if (known.size() == blockCount)
            {
                return block;
            }
            blockCount = known.size();
        }
    }
}
