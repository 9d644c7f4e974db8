package got.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code gotadmin -h} says of a command. */
class AdminCommandLinesTest {
  static Stream<Arguments> helps() {
    return Stream.of(
        Arguments.of(AdminCommandLines.INDEX_OPTIONS, AdminCommandLines.indexSpec()),
        Arguments.of(AdminCommandLines.LIST_OPTIONS, AdminCommandLines.listSpec()),
        Arguments.of(AdminCommandLines.CONFINEMENT_OPTIONS, AdminCommandLines.confinementSpec()));
  }

  @ParameterizedTest
  @MethodSource("helps")
  void helpHasALineForEveryOptionAndNoOther(String text, CommandSpec spec) {
    for (OptionSpec option : spec.options()) {
      String names = String.join(", ", option.names());
      String start = names.startsWith("--") ? "      " + names + " " : "  " + names + " ";
      assertThat(text.lines().filter(line -> line.startsWith(start))).as(names).hasSize(1);
    }
    assertThat(text.lines()).hasSize(spec.options().size()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void helpIsPrintedInPlaceOfTheCommand() throws Exception {
    for (String words : new String[] {"-h listpack", "-h ls", "--help ls -z"}) {
      assertThat(AdminCommandLines.parse(words.split(" ", -1)))
          .as(words)
          .isEqualTo(
              new AdminCommandLines.Show(
                  AdminCommandLines.LIST_USAGE + "\n" + AdminCommandLines.LIST_OPTIONS));
    }
    assertThat(
            Arrays.asList(
                AdminCommandLines.parse("-h", "indexpack"),
                AdminCommandLines.parse("-h", "confinement")))
        .allMatch(answer -> answer.toString().contains("\n      --helper-user user "));
  }
}
