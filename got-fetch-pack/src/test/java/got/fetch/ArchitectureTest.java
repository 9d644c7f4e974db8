package got.fetch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import got.check.MessageSwitches;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** What the code of this helper must not even name; what the process may not do is confined. */
class ArchitectureTest {
  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("got.fetch");

  @Test
  void packagesDoNotDependOnOneAnotherInACircle() {
    slices().matching("got.(**)").should().beFreeOfCycles().check(SHIPPED);
  }

  @Test
  void nothingIsInflatedHere() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.zip..", "java.util.jar..")
        .check(SHIPPED);
  }

  @Test
  void nothingIsOpenedOrConnectedHere() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "javax.net..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile)")
        .check(SHIPPED);
  }

  @Test
  void nothingIsStartedOrLoadedHere() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.(Process.*|Runtime|ClassLoader|Thread)")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..", "java.lang.foreign..")
        .check(SHIPPED);
  }

  /** git-pkt's one reader reads it; see BoundaryTest there. */
  @Test
  void networkIsNotReadHere() {
    noClasses()
        .should()
        .callMethodWhere(
            describe(
                "a stream is read",
                call -> call.getTargetOwner().isAssignableTo(InputStream.class)))
        .check(SHIPPED);
  }

  @Test
  void onlyPacketLinesAreShared() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("got..")
                .and(not(resideInAnyPackage("got.fetch", "got.pkt", "got.ipc..")))
                .or(resideInAPackage("got.ipc.wire..")))
        .check(SHIPPED);
  }

  @Test
  void noSwitchOverMessagesHasADefault() throws Exception {
    MessageSwitches switches = MessageSwitches.with(Main.class);
    assertThat(switches.all()).isNotEmpty();
    assertThat(switches.withDefault()).isEmpty();
  }
}
