package got.index;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
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
        .containsExactlyInAnyOrder(
            "got.index",
            "got.index.digest",
            "got.index.idx",
            "got.index.inflate",
            "got.index.object",
            "got.index.pack");
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
  void nothingOfOtherProgramsIsSeen() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("got.pkt..", "got.fetch..", "got.cli.."))
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

  /** The JDK inflates in C; its checksums it computes by instructions of the processor. */
  @Test
  void zlibIsUsedForChecksumsOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.util.zip").and(not(belongToAnyOf(Adler32.class, CRC32.class))))
        .check(CLASSES);
  }

  @Test
  void inflateKnowsNothingOfTheOthers() {
    noClasses()
        .that()
        .resideInAPackage("got.index.inflate")
        .should()
        .dependOnClassesThat(
            resideInAPackage("got..").and(not(resideInAPackage("got.index.inflate"))))
        .check(CLASSES);
  }

  @Test
  void packKnowsNeitherTheProgramNorTheIndex() {
    noClasses()
        .that()
        .resideInAPackage("got.index.pack")
        .should()
        .dependOnClassesThat(resideInAnyPackage("got.index", "got.index.idx"))
        .check(CLASSES);
  }

  @Test
  void digestKnowsNothingOfTheOthers() {
    noClasses()
        .that()
        .resideInAPackage("got.index.digest..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("got.index..").and(not(resideInAPackage("got.index.digest.."))))
        .check(CLASSES);
  }

  @Test
  void objectsAreLookedIntoWithoutKnowingPacks() {
    noClasses()
        .that()
        .resideInAPackage("got.index.object")
        .should()
        .dependOnClassesThat(
            resideInAPackage("got.index..").and(not(resideInAPackage("got.index.object"))))
        .check(CLASSES);
  }

  @Test
  void onlyTheProgramTalksToGot() {
    noClasses()
        .that()
        .resideOutsideOfPackage("got.index")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("got\\.ipc\\.(Channel|Helper|Message|Received).*")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("got.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
