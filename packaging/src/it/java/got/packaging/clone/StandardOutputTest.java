package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Standard output that takes nothing: status 0 means that the repository is there, any other that
 * nothing is, or that a message says that it is.
 */
class StandardOutputTest extends SmallRepositoryFixture {
  /** What is wrong with it. */
  enum Output {
    FULL("exec \"$@\" >/dev/full", 1, "No space left on device"),
    CLOSED("exec \"$@\" >&-", 1, "Bad file descriptor"),
    /** The pipe's reader has gone before got starts. */
    UNREAD("exec 9> >(:); wait $!; exec \"$@\" >&9 9>&-", 141, "Broken pipe");

    private final String script;
    private final int status;
    private final String reason;

    Output(String script, int status, String reason) {
      this.script = script;
      this.status = status;
      this.reason = reason;
    }

    /** Of what is an error only if it is no pipe that nobody reads. */
    private String error() {
      return this == UNREAD ? "" : "got: stdout: " + reason + "\n";
    }
  }

  private Result run(Output output, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("clone"));
    words.addAll(List.of(options));
    words.add(daemon.url("small.git"));
    return Launch.in(work)
        .by("bash", "-c", output.script, "bash")
        .run(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource
  void cloneIsDoneAndWarns(Output output) throws Exception {
    String warning = output == Output.UNREAD ? "" : "got: warning: stdout: " + output.reason + "\n";
    Result result = run(output);
    assertThat(result.status()).isZero();
    assertThat(result.err().replaceAll("(?m)^server: .*\n", "")).isEqualTo(warning);
    clone.check(source);
  }

  @ParameterizedTest
  @EnumSource
  void quietCloneHasNothingToWarnOf(Output output) throws Exception {
    assertThat(run(output, "-q")).isEqualTo(new Result(0, "", ""));
    clone.check(source);
  }

  @ParameterizedTest
  @EnumSource
  void cloneForAProgramThatCannotBeToldLeavesNothing(Output output) throws Exception {
    String error = "got: stdout: " + output.reason + "\n";
    assertThat(run(output, "--json")).isEqualTo(new Result(output.status, "", error));
    assertThat(work).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void listingThatCannotBeWrittenIsAFailure(Output output) throws Exception {
    Result failed = new Result(output.status, "", output.error());
    assertThat(run(output, "-l")).isEqualTo(failed);
    assertThat(run(output, "-l", "--json")).isEqualTo(failed);
    assertThat(work).isEmptyDirectory();
  }
}
