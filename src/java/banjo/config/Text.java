package banjo.config;

/** A string of the configuration and the place of its opening quote, for later checks of its meaning. */
public record Text(String value, Origin origin)
{
}
