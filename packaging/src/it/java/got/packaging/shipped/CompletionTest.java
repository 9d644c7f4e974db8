package got.packaging.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completions of the tree do what a bash(1) asks of them. */
class CompletionTest {
  private static final Path FILES = GotProcess.TREE.resolve("share/bash-completion/completions");

  private static String bash(String script, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", "--norc", "-euc", script, "bash"));
    command.addAll(List.of(words));
    Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(output).isZero();
    return output;
  }

  private static String complete(String program, String line) throws Exception {
    return bash(
            """
            source "$1"
            read -ra COMP_WORDS <<<"$3"
            [[ $3 == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            [[ $(complete -p "$2") == *" -F _$2 $2" ]]
            "_$2" || true
            printf '%s ' "${COMPREPLY[@]-}"
            """,
            FILES.resolve(program).toString(), program, line)
        .strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "got|'got '|clone fetch",
        "got|got cl|clone",
        "got|got --v|--version",
        "got|got clone --m|--mirror --max-redirs --max-time --max-pack-size --max-object-size"
            + " --max-growth",
        "got|got cl --ti|--timeout",
        "got|got clone -q --j|--jump --json",
        "got|got clone g|git://",
        "got|'got clone -b '|''",
        "gotadmin|gotadmin l|listpack",
        "gotadmin|'gotadmin '|confinement indexpack listpack",
      })
  void wordsAreCompleted(String program, String line, String words) throws Exception {
    assertThat(complete(program, line)).isEqualTo(words);
  }

  @Test
  void filesForZshAreThere() {
    for (String program : List.of("_got", "_gotadmin")) {
      assertThat(GotProcess.TREE.resolve("share/zsh/site-functions").resolve(program))
          .content()
          .startsWith("#compdef " + program.substring(1) + "\n");
    }
  }
}
