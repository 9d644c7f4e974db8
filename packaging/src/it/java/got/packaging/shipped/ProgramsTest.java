package got.packaging.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.process.HelperProgram;
import got.ipc.confine.Policy;
import got.packaging.support.GotProcess;
import got.packaging.support.ProgramTable;
import got.packaging.support.ProgramTable.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The table of programs, and what else knows them: got, the archives, the manuals. */
class ProgramsTest {
  @Test
  void gotStartsTheHelpersOfTheTable() throws Exception {
    assertThat(ProgramTable.ofKind("helper"))
        .map(helper -> helper.name() + " " + helper.column("main class"))
        .containsExactlyInAnyOrderElementsOf(
            HelperProgram.all().stream()
                .map(helper -> helper.programName() + " " + helper.mainClass())
                .toList());
  }

  @Test
  void mainClassesAndPoliciesAreInTheirArchives() throws Exception {
    for (Program program : ProgramTable.withArchives()) {
      try (JarFile jar = archive(program)) {
        assertThat(jar.getEntry(entry(program.column("main class")))).isNotNull();
        for (String policy : program.words("policy")) {
          assertThat(jar.getEntry(entry(policy))).as(policy).isNotNull();
        }
      }
    }
  }

  private static JarFile archive(Program program) throws Exception {
    return new JarFile(GotProcess.TREE.resolve("lib/" + program.name() + ".jar").toFile());
  }

  private static String entry(String type) {
    return type.replace('.', '/') + ".class";
  }

  @Test
  void whoConfinesItselfHasAPolicyWhereTheTableSays() throws Exception {
    for (Program program : ProgramTable.ofKind("helper")) {
      assertThat(program.words("policy")).as(program.name()).hasSize(1);
      Path module = Path.of("..", program.column("module"), "target/classes");
      Path type = module.resolve(entry(program.column("policy")));
      assertThat(Files.readString(type, java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains("POLICY", Policy.class.getName().replace('.', '/'));
    }
  }

  @Test
  void everyProgramButProbeAndToolHasAManual() throws Exception {
    for (Program program : ProgramTable.all()) {
      boolean forPeople = List.of("command", "helper").contains(program.kind());
      assertThat(program.words("manual")).as(program.name()).hasSize(forPeople ? 1 : 0);
      for (String manual : program.words("manual")) {
        String section = manual.substring(manual.lastIndexOf('.') + 1);
        assertThat(GotProcess.TREE.resolve("share/man/man" + section).resolve(manual))
            .isRegularFile();
      }
    }
  }

  /** Only the table lists them, so all that is made of it is in the tree. */
  @Test
  void everyProgramHasItsFiles() throws Exception {
    for (Program program : ProgramTable.all()) {
      String place =
          switch (program.kind()) {
            case "command" -> "bin/" + program.name();
            case "helper", "tool" -> "libexec/" + program.name();
            default -> "lib/" + program.name() + ".jar";
          };
      assertThat(GotProcess.TREE.resolve(place)).isRegularFile();
    }
  }
}
