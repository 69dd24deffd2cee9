package banjo.config;

/** One of {@code options} of a jail: a parameter of its filters. */
public record FilterOption(Text key, Text value)
{
}
