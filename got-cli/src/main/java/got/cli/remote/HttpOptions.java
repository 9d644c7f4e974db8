package got.cli.remote;

/**
 * What the command line says for http and https.
 *
 * @param caCertificates --cacert: a file; empty if it says nothing
 * @param redirects --max-redirs: how many may be followed
 * @param netrc --netrc-file: a file; empty if it says nothing
 */
public record HttpOptions(String caCertificates, int redirects, String netrc) {
  /** Redirects followed if nobody says otherwise. */
  public static final int REDIRECTS = 5;

  /** The command line says nothing. */
  public static final HttpOptions USUAL = new HttpOptions("", REDIRECTS, "");
}
