package got.cli.remote;

import got.cli.say.Failure;
import got.ipc.http.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which servers are reached by a proxy, and by which one. Source: curl(1), "--proxy", "--noproxy"
 * and "ENVIRONMENT".
 *
 * <p>{@code --proxy} is for both schemes; an empty one means none. Otherwise the variable of the
 * scheme says it, or {@code all_proxy}; an empty variable counts as none. What {@code --noproxy} or
 * {@code no_proxy} lists is reached directly in each case. Variables in upper case mean nothing: a
 * web server sets {@code HTTP_PROXY} to what a stranger's request says.
 */
public final class Proxies {
  public static final String PROXY = "--proxy";
  public static final String EXCEPT = "--noproxy";

  public static final Proxies NONE = new Proxies(Map.of());

  private static final String EXCEPT_VARIABLE = "no_proxy";
  private static final String ALL = "all_proxy";
  private static final List<String> VARIABLES =
      List.of("http_proxy", "https_proxy", ALL, EXCEPT_VARIABLE);

  /** Values by option or variable; of the variables only those that are not empty. */
  private final Map<String, String> values;

  private Proxies(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @param options {@link #PROXY} and {@link #EXCEPT}, those of them that were given
   */
  public static Proxies of(Map<String, String> options, Map<String, String> environment) {
    Map<String, String> values = new HashMap<>(options);
    for (String variable : VARIABLES) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty()) {
        values.put(variable, value);
      }
    }
    return new Proxies(Map.copyOf(values));
  }

  /** True if the command line names some, or exceptions. */
  boolean areGiven() {
    return values.containsKey(PROXY) || values.containsKey(EXCEPT);
  }

  /**
   * The proxy that leads to a server; nothing if it is reached directly.
   *
   * @throws Failure if what should be a proxy's URL is none, or of a proxy that we cannot speak
   *     with
   */
  public Optional<Proxy> find(Origin origin) throws Failure {
    String source = source(origin.secure());
    String url = values.getOrDefault(source, "");
    String except = values.getOrDefault(EXCEPT, values.getOrDefault(EXCEPT_VARIABLE, ""));
    if (url.isEmpty() || NoProxy.matches(except, origin.host())) {
      return Optional.empty();
    }
    return Optional.of(Proxy.parse(url, source));
  }

  private String source(boolean secure) {
    String variable = secure ? "https_proxy" : "http_proxy";
    if (values.containsKey(PROXY)) {
      return PROXY;
    }
    return values.containsKey(variable) ? variable : ALL;
  }
}
