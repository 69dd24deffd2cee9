/**
 * The configuration: a strict TOML 1.0 parser, the schema of every key, and the immutable result with the place where each value was
 * written. The parser is our own because no TOML library both keeps line and column of every value and compiles for the two runtimes;
 * it reads hostile input (any bytes, up to 1 MiB) in linear time. {@link banjo.config.ConfigurationReader} is the way in. Only start-up and
 * clients use this package.
 */
package banjo.config;
