package banjo.regex;

/** How a row is told and where it differs from that: chosen by the writer ({@link #choose}), empty for the reader. */
final class RowChoice
{
    /** What each way costs besides the differences, in sixteenths of what a difference does. */
    private static final int DIFFERENCE = 16;
    private static final int USUAL_COST = 32;
    private static final int TWIN_COST = 3;
    private static final int PARENT_COST = 16;
    private static final int BACK_COST = 21;
    private static final int BACK_DOUBLED_COST = 5;

    int kind;
    int back;
    short usual;
    int[] places;
    int count;
    private int[] tried;
    private int cost;

    /** @param classes of the automaton. */
    RowChoice(int classes)
    {
        places = new int[classes];
        tried = new int[classes];
    }

    void choose(StoredRows rows, int state)
    {
        usual = usual(rows, state);
        cost = Integer.MAX_VALUE;
        consider(rows, state, RowCodec.NOWHERE, -1, 0, 0);
        if (usual != 0)
        {
            consider(rows, state, RowCodec.USUAL, -1, USUAL_COST, 0);
        }
        if (rows.twin[state] >= 0)
        {
            consider(rows, state, RowCodec.TWIN, rows.twin[state], TWIN_COST, 0);
        }
        for (int rowsBack = 1; rowsBack <= Math.min(state, RowCodec.MAXIMUM_BACK); rowsBack++)
        {
            int doubled = 31 - Integer.numberOfLeadingZeros(rowsBack);
            consider(rows, state, RowCodec.BACK, state - rowsBack, BACK_COST + BACK_DOUBLED_COST * doubled, rowsBack);
        }
        if (state > 0)
        {
            consider(rows, state, RowCodec.PARENT, rows.parent[state], PARENT_COST, 0);
        }
    }

    private void consider(StoredRows rows, int state, int way, int reference, int cheapest, int rowsBack)
    {
        int differences = differences(rows, state, way, reference, way == RowCodec.USUAL ? usual : 0);
        if (differences >= 0 && cheapest + DIFFERENCE * differences < cost)
        {
            cost = cheapest + DIFFERENCE * differences;
            kind = way;
            back = rowsBack;
            count = differences;
            int[] better = tried;
            tried = places;
            places = better;
        }
    }

    /** @return how many, {@link #tried} being where, or -1 when the row cannot be told so. */
    private int differences(StoredRows rows, int state, int way, int reference, int alike)
    {
        int newest = rows.newest;
        int differences = rows.target(alike) > newest + 1 ? -1 : 0;
        rows.newest += rows.target(alike) == newest + 1 ? 1 : 0;
        rows.beginRow();
        for (int i = 0; i < rows.classes && differences >= 0; i++)
        {
            int predicted = way == RowCodec.TWIN ? rows.predict(state, reference, i) : reference >= 0 ? rows.at(reference, i) : alike;
            int target = rows.target(rows.at(state, i));
            if (predicted != rows.at(state, i))
            {
                tried[differences++] = i;
            }
            if (target == rows.newest + 1)
            {
                rows.newest = target;
            }
            else if (target > rows.newest)
            {
                differences = -1;
            }
            if (reference >= 0)
            {
                rows.pair(rows.target(rows.at(reference, i)), target);
            }
        }
        rows.newest = newest;
        return differences;
    }

    private static short usual(StoredRows rows, int state)
    {
        int most = 0;
        short usual = 0;
        for (int i = 0; i < rows.classes; i++)
        {
            int count = 0;
            for (int k = 0; k < rows.classes; k++)
            {
                count += rows.at(state, k) == rows.at(state, i) ? 1 : 0;
            }
            if (count > most)
            {
                most = count;
                usual = (short)rows.at(state, i);
            }
        }
        return usual;
    }
}
