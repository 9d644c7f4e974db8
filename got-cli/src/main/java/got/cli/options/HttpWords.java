package got.cli.options;

import got.cli.remote.HttpOptions;
import got.cli.remote.Proxies;
import got.cli.say.UsageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options of a command line that are for http and https. */
public final class HttpWords {
  private static final String CACERT = "--cacert";
  private static final String MAX_REDIRS = "--max-redirs";
  private static final String NETRC = "--netrc-file";

  /** All of them. */
  public static final List<String> NAMES =
      List.of(CACERT, MAX_REDIRS, NETRC, Proxies.PROXY, Proxies.EXCEPT);

  private HttpWords() {}

  /** The options of {@link #options}. */
  public static void add(CommandSpec spec) {
    NAMES.forEach(name -> spec.addOption(Options.value(name)));
  }

  /**
   * What they say.
   *
   * @param usage to show if a value is missing
   */
  public static HttpOptions options(ParseResult result, String usage) throws UsageException {
    return new HttpOptions(
        file(result, CACERT, usage),
        Options.small(result, MAX_REDIRS, HttpOptions.REDIRECTS),
        file(result, NETRC, usage),
        proxies(result));
  }

  private static Proxies proxies(ParseResult result) {
    Map<String, String> options = new HashMap<>();
    for (String option : List.of(Proxies.PROXY, Proxies.EXCEPT)) {
      if (result.hasMatchedOption(option)) {
        options.put(option, result.matchedOptionValue(option, ""));
      }
    }
    return Proxies.of(options, System.getenv());
  }

  private static String file(ParseResult result, String option, String usage)
      throws UsageException {
    String file = result.matchedOptionValue(option, "");
    if (result.hasMatchedOption(option) && file.isEmpty()) {
      throw new UsageException(Options.REQUIRES + option, usage);
    }
    return file;
  }
}
