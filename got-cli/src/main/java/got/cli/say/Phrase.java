package got.cli.say;

import org.jspecify.annotations.Nullable;

/**
 * What got says when it gives up, with the exit status and perhaps a hint: all of it, but for what
 * is wrong with a command line (CommandLines, UrlParser), what helpers report in words of their
 * own, what {@code gotadmin confinement} finds, and names that {@link got.ipc.RefName} refuses.
 *
 * <p>{@code phrase: thing}, lower case, no full stop.
 */
public enum Phrase {
  OUT_OF_MEMORY(ExitCode.FAILED, "out of memory"),
  OUT_OF_THREADS(
      ExitCode.FAILED,
      "cannot start a thread",
      "ulimit -u limits a user's threads, and so may the system or its memory"),
  INTERNAL_ERROR(ExitCode.FAILED, "internal error: %s", "this is a bug in got"),
  INTERRUPTED(ExitCode.FAILED, "interrupted"),
  STDOUT(ExitCode.FAILED, "stdout: %s"),
  CANNOT_TALK_TO_HELPERS(ExitCode.FAILED, "cannot talk to helpers: %s"),
  TOO_MANY_PACKS(ExitCode.FAILED, "too many packs: %d of at most %d", "run git gc"),
  SKIP_LIST(ExitCode.FAILED, "%s: %s"),
  NETRC(ExitCode.FAILED, "%s: %s"),
  NOT_FOUND(ExitCode.FAILED, "%s \"%s\" not found on server", "-l shows what it has"),

  BAD_URL(ExitCode.USAGE, "failed to parse uri: %s"),
  CONTROL_CHARACTER(ExitCode.USAGE, "holds a control character: %s"),
  NOT_FOR_GOT_CONF(ExitCode.USAGE, "cannot be written to got.conf: %s", "it ends in a backslash"),
  PASSWORD_WITHOUT_TLS(
      ExitCode.USAGE,
      "a password is not sent over http: %s",
      "use https, or remove the entry of this host from the file of --netrc-file"),
  BAD_PROXY(ExitCode.USAGE, "%s: %s"),
  PRIVATE_REFERENCE(
      ExitCode.USAGE,
      "reference cannot be fetched: %s",
      "refs/got/ and refs/remotes/ mean something only where they are"),

  NO_ABSOLUTE_PATH(ExitCode.USAGE, "%s is no absolute path: %s", "what it names is not looked for"),
  HELPER_USER(ExitCode.USAGE, "--helper-user option is for root"),
  NO_PACK_NAME(ExitCode.USAGE, "%s: name does not end in .pack"),

  CANNOT_READ_BACK(ExitCode.DESTINATION, "cannot read back the pack: %s"),

  UNKNOWN_HOST(ExitCode.CONNECTION, "could not resolve host name: %s"),
  UNREACHABLE(ExitCode.CONNECTION, "could not connect to %s port %d: %s"),
  CANNOT_START_SSH(ExitCode.CONNECTION, "cannot start ssh: %s"),
  SSH_FAILED(ExitCode.CONNECTION, "ssh failed: %s"),
  NO_CA_CERTIFICATES(
      ExitCode.CONNECTION,
      "cannot read the certificates of authorities: %s",
      "--cacert or SSL_CERT_FILE names a file of them"),
  SILENT_SERVER(
      ExitCode.CONNECTION, "server sent nothing for %d seconds", "--timeout allows for more"),
  NOT_DONE(ExitCode.CONNECTION, "not done after %d seconds"),

  UPLOAD_PACK_FAILED(ExitCode.SERVER, "git-upload-pack failed on the server: %s"),
  NO_GIT_DAEMON(
      ExitCode.SERVER,
      "%s",
      "git:// is for git-daemon(1), on port 9418 unless the URL names another"),
  NO_UPLOAD_PACK(
      ExitCode.SERVER,
      "%s",
      "a login there must print nothing, and be allowed to run git-upload-pack"),
  OTHER_ALGORITHM(ExitCode.SERVER, "server has objects named by %s, the repository by %s"),
  NAME_REFUSED_BY_GIT(ExitCode.SERVER, "reference has a name that git refuses: %s"),
  TOO_MANY_REDIRECTS(
      ExitCode.SERVER, "redirected more than %d times", "--max-redirs allows for more"),
  REDIRECTED_ELSEWHERE(ExitCode.SERVER, "redirected to what is no repository: %s"),
  REDIRECTED_TO_HTTP(ExitCode.SERVER, "redirected from https to http: %s"),
  REDIRECTED_WITH_PASSWORD(
      ExitCode.SERVER,
      "redirected to where the password must not go: %s",
      "use that URL if that is what you want"),
  REDIRECTED_INWARDS(
      ExitCode.SERVER,
      "redirected from a public address to %s, which is not public",
      "clone from there if that is what you want"),
  REFS_EXCLUDE(ExitCode.SERVER, "references exclude one another: %s and %s"),

  FAULTY_OBJECT(
      ExitCode.PACK,
      "%s",
      "--skip-list names a file with the ids of objects that may be faulty in this way"),
  THIN_PACK(
      ExitCode.PACK, "%s", "indexpack --fix-thin takes the bases that it lacks from a repository"),
  NO_COMMIT(ExitCode.PACK, "server has a branch at what is no commit: %s"),
  PACK_CHANGED(ExitCode.PACK, "%s: pack file changed while it was read"),

  NOT_INSTALLED(ExitCode.HELPER, "%s"),
  CANNOT_CONFINE(ExitCode.HELPER, "cannot confine %s: %s"),
  CANNOT_START(ExitCode.HELPER, "cannot start %s: %s"),
  HELPER_DIED(ExitCode.HELPER, "%s died: %s"),
  HELPER_BROKE_THE_RULES(ExitCode.HELPER, "%s broke the rules: %s"),
  HELPER_DID_NOT_START(
      ExitCode.HELPER, "%s did not start within %d seconds", "--timeout allows for more"),
  HELPER_HANGS(ExitCode.HELPER, "%s made no progress for %d seconds", "--timeout allows for more");

  private final ExitCode exitCode;
  private final String phrase;
  private final String hint;

  Phrase(ExitCode exitCode, String phrase) {
    this(exitCode, phrase, "");
  }

  Phrase(ExitCode exitCode, String phrase, String hint) {
    this.exitCode = exitCode;
    this.phrase = phrase;
    this.hint = hint;
  }

  /**
   * @param things one for each gap of the phrase
   */
  public Failure failure(@Nullable Object... things) {
    return withHint(hint, things);
  }

  /** With what is known of this very case instead of the usual hint. */
  public Failure withHint(String other, @Nullable Object... things) {
    return new Failure(exitCode, phrase.formatted(things), other);
  }
}
