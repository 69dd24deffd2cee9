package banjo.config;

/**
 * Where something was written.
 *
 * @param fileName as the user gave it.
 * @param line from 1.
 * @param column in code points, from 1; a tab is one; 0 when the line as a whole is meant.
 */
public record Origin(String fileName, int line, int column)
{
    /** The one form of an error about a file: {@code FILE:LINE:COL: error: message}, without a column that is not known. */
    public String error(String message)
    {
        return fileName + ":" + line + (column > 0 ? ":" + column : "") + ": error: " + message;
    }

    /** The same for what is no error. */
    public String warning(String message)
    {
        return fileName + ":" + line + ":" + column + ": warning: " + message;
    }
}
