package got.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import got.check.MessageSwitches;
import got.cli.admin.GotAdmin;
import got.cli.say.Console;
import java.io.FileDescriptor;
import org.junit.jupiter.api.Test;

/** What got must not see: it parses nothing a server sent, and prints in one place. */
class BoundaryTest {
  private static final JavaClasses GOT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("got.cli");

  @Test
  void packagesDoNotDependOnOneAnotherInACircle() {
    slices().matching("got.(**)").should().beFreeOfCycles().check(GOT);
  }

  @Test
  void gotInflatesNothing() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.util.zip..").check(GOT);
  }

  @Test
  void gotSeesNeitherHelpersNorWhatTheyParseWith() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("got.pkt..", "got.pack..", "got.fetch..", "got.http..", "got.index..")
        .check(GOT);
  }

  @Test
  void gotSeesNoGeneratedMessages() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.protobuf..", "got.ipc.wire..")
        .check(GOT);
  }

  @Test
  void onlyTheConsolePrints() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(GOT);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Console.class.getName())
        .should()
        .accessField(FileDescriptor.class, "out")
        .orShould()
        .accessField(FileDescriptor.class, "err")
        .check(GOT);
  }

  @Test
  void onlyTheProgramsThemselvesExit() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Got.class.getName())
        .and()
        .doNotHaveFullyQualifiedName(GotAdmin.class.getName())
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(GOT);
  }

  @Test
  void noSwitchOverMessagesHasADefault() throws Exception {
    MessageSwitches switches = MessageSwitches.with(Got.class);
    assertThat(switches.all()).isNotEmpty();
    assertThat(switches.withDefault()).isEmpty();
  }
}
