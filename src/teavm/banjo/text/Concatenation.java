package banjo.text;

/**
 * What {@code "a" + b} is in the native binary: a call with a recipe as javac writes it, in which a character 1 stands for the next
 * part. The calls are made by {@code banjo.build.ShortConcatenations}; one costs a fifth of a StringBuilder's.
 */
public final class Concatenation
{
    /** The parts that one call takes. */
    public static final int PARTS = 5;
    private static final char PART = 1;

    private Concatenation()
    {
    }

    public static String of(String recipe, String first)
    {
        return of(recipe, first, null, null, null, null);
    }

    public static String of(String recipe, String first, String second)
    {
        return of(recipe, first, second, null, null, null);
    }

    public static String of(String recipe, String first, String second, String third)
    {
        return of(recipe, first, second, third, null, null);
    }

    public static String of(String recipe, String first, String second, String third, String fourth)
    {
        return of(recipe, first, second, third, fourth, null);
    }

    public static String of(String recipe, String first, String second, String third, String fourth, String fifth)
    {
        StringBuilder text = new StringBuilder();
        int parts = 0;
        for (int i = 0; i < recipe.length(); i++)
        {
            char next = recipe.charAt(i);
            if (next != PART)
            {
                text.append(next);
                continue;
            }
            text.append(parts == 0 ? first : parts == 1 ? second : parts == 2 ? third : parts == 3 ? fourth : fifth);
            parts++;
        }
        return text.toString();
    }
}
