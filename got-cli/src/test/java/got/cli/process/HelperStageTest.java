package got.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelperStageTest {
  @Test
  void theFirstWordsOfAComplaintAreNoFrame() {
    assertThat(HelperStage.firstWords("#\n# There is insufficient memory\n# for this"))
        .isEqualTo("There is insufficient memory");
    assertThat(HelperStage.firstWords("Error occurred during initialization of VM\nNo memory"))
        .isEqualTo("No memory");
    assertThat(HelperStage.firstWords("one\ntwo")).isEqualTo("one");
    assertThat(HelperStage.firstWords("")).isEmpty();
  }

  @Test
  void aVirtualMachineThatMayHaveNoThreadIsPutIntoPlainWords() {
    for (String words :
        List.of(
            "Unable to create archive worker: unable to create native thread: possibly out of",
            "java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory",
            "Unexpected exception when loading aot-linked classes.",
            "java.lang.NoClassDefFoundError: Could not initialize class java.net.InetAddress")) {
      assertThat(
              HelperStage.firstWords("Error occurred during initialization of VM\n" + words + "\n"))
          .contains("ulimit -u", "thread")
          .doesNotContain("java.");
    }
  }

  @Test
  void whyAProgramDoesNotStartIsSaidInTheSystemsWords() {
    assertThat(
            HelperStage.startReason(
                new IOException(
                    "Cannot run program \"x\" (in directory \"/\"): Bad file descriptor, error: 24"
                        + " (Too many open files) ")))
        .isEqualTo("Too many open files");
    assertThat(
            HelperStage.startReason(
                new IOException("Cannot run program \"x\": error=2, No such file or directory")))
        .isEqualTo("No such file or directory");
    assertThat(
            HelperStage.startReason(
                new IOException(
                    "Cannot run program \"x\": error=11, Resource temporarily unavailable")))
        .isEqualTo("no more processes or threads");
    assertThat(HelperStage.startReason(new IOException("interrupted"))).isEqualTo("interrupted");
  }
}
