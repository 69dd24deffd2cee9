package banjo.config;

import java.util.List;

/** A configuration that cannot be used, with every reason that was found. */
public final class ConfigurationException extends Exception
{
    private static final long serialVersionUID = 1;

    private final transient List<String> errors;

    /** @param errors each as {@link Origin#error} makes it, in the order to show them. */
    public ConfigurationException(List<String> errors)
    {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
    }

    /** One line per error, without a line end. */
    public List<String> errors()
    {
        return errors;
    }
}
