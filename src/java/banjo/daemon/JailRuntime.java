package banjo.daemon;

import banjo.config.JailConfiguration;
import banjo.filter.Filter;
import banjo.jail.Jail;
import banjo.text.Utf8;

/** One enabled jail at work: its configuration, filter and state. */
final class JailRuntime
{
    final JailConfiguration configuration;
    final Filter filter;
    final Jail jail;
    final byte[] name;
    long matches;
    long hostNames;

    JailRuntime(JailConfiguration configuration, Filter filter, Jail jail)
    {
        this.configuration = configuration;
        this.filter = filter;
        this.jail = jail;
        name = Utf8.encode(configuration.name());
    }
}
