package got.pkt;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import got.ipc.BadValueException;
import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import got.ipc.Text;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What packet lines may know: values, but no pack, no transport, and no channel to got. */
class BoundaryTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("got.pkt");

  @Test
  void classesAreLookedAt() {
    assertThat(CLASSES.contain(PktReader.class)).isTrue();
  }

  @Test
  void onlyValuesAreSharedWithOtherPrograms() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("got..")
                .and(not(resideInAPackage("got.pkt")))
                .and(
                    not(
                        belongToAnyOf(
                            BadValueException.class,
                            ErrorKind.class,
                            ErrorReport.class,
                            HashAlgorithm.class,
                            Limits.class,
                            ObjectId.class,
                            RefName.class,
                            RemoteRef.class,
                            Text.class))))
        .check(CLASSES);
  }

  @Test
  void nothingButThisModuleAndValuesIsRequired() throws Exception {
    Path classes =
        Path.of(PktReader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      assertThat(ModuleDescriptor.read(in).requires())
          .extracting(ModuleDescriptor.Requires::name)
          .containsExactlyInAnyOrder("java.base", "got.ipc", "org.jspecify");
    }
  }

  @Test
  void nothingIsInflatedHere() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.zip..", "java.util.jar..")
        .check(CLASSES);
  }

  @Test
  void nothingIsOpenedConnectedOrStartedHere() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..",
            "javax.net..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.lang.reflect..",
            "java.lang.foreign..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile)")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.(Process.*|Runtime|ClassLoader|Thread)")
        .check(CLASSES);
  }

  @Test
  void networkIsReadInOnePlace() {
    noClasses()
        .that()
        .doNotHaveSimpleName("PktReader")
        .should()
        .callMethodWhere(
            describe(
                "a stream is read",
                call -> call.getTargetOwner().isAssignableTo(InputStream.class)))
        .check(CLASSES);
  }
}
