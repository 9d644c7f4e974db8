package got.cli.say;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileErrorsTest {
  private static String text(IOException e) {
    return FileErrors.text(Path.of("target"), e);
  }

  @Test
  void theFileOfTheExceptionIsNamed() {
    assertThat(text(new FileSystemException("a", null, "Input/output error")))
        .isEqualTo("a: input/output error");
  }

  /** Names keep their letters. */
  @Test
  void onlyTheFirstLetterIsMadeSmall() {
    assertThat(text(new FileSystemException("/A", null, "Cannot be read as /B")))
        .isEqualTo("/A: cannot be read as /B");
    assertThat(text(new IOException("/A/B: is damaged"))).isEqualTo("target: /A/B: is damaged");
  }

  @Test
  void ofTwoFilesTheNewNameIsNamed() {
    assertThat(text(new FileSystemException("hidden", "b", "Directory not empty")))
        .isEqualTo("b: directory not empty");
  }

  @Test
  void whatJavaIoPutsInParenthesesIsTheReason() {
    assertThat(text(new FileNotFoundException("/x (1)/f (Too many open files)")))
        .isEqualTo("/x (1)/f: too many open files");
    assertThat(text(new FileNotFoundException("odd"))).isEqualTo("odd");
  }

  @Test
  void withoutAFileItIsTheTarget() {
    assertThat(text(new IOException("No space left on device")))
        .isEqualTo("target: no space left on device");
  }
}
