package got.index;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import got.check.MessageSwitches;
import got.pack.ObjectType;
import got.pack.idx.IndexRows;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** What the helper's own code may use; the confinement holds if this fails. */
class BoundaryTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("got.index");

  @Test
  void everyPackageIsLookedAt() {
    assertThat(CLASSES.stream().map(c -> c.getPackageName()).distinct())
        .containsExactlyInAnyOrder("got.index", "got.index.object", "got.index.pack");
  }

  @Test
  void nothingReachesTheNetwork() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "javax.net..", "org.newsclub..")
                .or(assignableTo(NetworkChannel.class))
                .or(assignableTo(SelectableChannel.class)))
        .check(CLASSES);
  }

  @Test
  void nothingStartsAProgram() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.Process.*")
        .orShould()
        .callMethodWhere(target(name("exec")))
        .check(CLASSES);
  }

  @Test
  void nothingNamesAFile() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.nio.file..")
                .or(assignableTo(File.class))
                .or(
                    belongToAnyOf(
                        FileInputStream.class, FileOutputStream.class, RandomAccessFile.class)))
        .check(CLASSES);
  }

  /**
   * The JDK inflates in C; its checksums it computes by instructions of the processor. What is
   * deflated comes out of a repository and has the id that it should have.
   */
  @Test
  void zlibInflatesNothing() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.util.zip")
                .and(not(belongToAnyOf(Adler32.class, CRC32.class, Deflater.class))))
        .check(CLASSES);
  }

  /** A pack is no business of packet lines, and of got's processes this one is no other. */
  @Test
  void noOtherProgramIsKnownAndNoPacketLine() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("got..")
                .and(not(resideInAnyPackage("got.index..", "got.pack..", "got.ipc.."))))
        .check(CLASSES);
  }

  @Test
  void packKnowsNeitherTheProgramNorHowAnIndexIsWritten() {
    noClasses()
        .that()
        .resideInAPackage("got.index.pack")
        .should()
        .dependOnClassesThat(
            resideInAPackage("got.index")
                .or(resideInAPackage("got.pack.idx").and(not(type(IndexRows.class)))))
        .check(CLASSES);
  }

  @Test
  void objectsAreLookedIntoWithoutKnowingPacks() {
    noClasses()
        .that()
        .resideInAPackage("got.index.object")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("got.index..", "got.pack..")
                .and(not(resideInAPackage("got.index.object")))
                .and(
                    not(
                        describe(
                            "types of objects",
                            c -> c.getBaseComponentType().isEquivalentTo(ObjectType.class)))))
        .check(CLASSES);
  }

  @Test
  void onlyTheProgramTalksToGot() {
    noClasses()
        .that()
        .resideOutsideOfPackage("got.index")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("got\\.ipc\\.(Channel|FromHelper|Helper|Protocol|Received|index\\.).*")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("got.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noSwitchOverMessagesHasADefault() throws Exception {
    MessageSwitches switches = MessageSwitches.with(Main.class);
    assertThat(switches.all()).isNotEmpty();
    assertThat(switches.withDefault()).isEmpty();
  }
}
