package banjo.time;

/** A date template in use: its program, and what {@link DateFinder} remembers about its matches. */
final class DateTemplate
{
    final String name;
    final DateProgram program;
    /** How much a match counts when templates compete for the front: those for the beginning of the line win. */
    private final double weight;

    long hits;
    long lastUsedSeconds;
    /** Where in the line it matched last. */
    int distance;

    DateTemplate(String name, DateProgram program, boolean preferred)
    {
        this.name = name;
        this.program = program;
        weight = preferred ? 100 : 1;
    }

    void forget()
    {
        hits = 0;
        lastUsedSeconds = 0;
        distance = Integer.MAX_VALUE;
    }

    double weight()
    {
        return hits * weight / Math.max(1, distance);
    }
}
