package got.http;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the code of this helper must not even name; what the process may not do is confined. */
class ArchitectureTest {
  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("got.http");

  @Test
  void nothingIsInflatedHere() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.(jar\\..*|zip\\.(Inflater.*|GZIPIn.*|Zip.*))")
        .check(SHIPPED);
  }

  @Test
  void nothingIsOpenedOrStartedHere() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.lang.foreign..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.(io\\.(File.*|RandomAccessFile)|lang\\.(Process.*|Runtime|Thread))")
        .check(SHIPPED);
  }

  @Test
  void nothingOfGitsIsParsedHere() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("got..")
                .and(not(resideInAnyPackage("got.http", "got.ipc..")))
                .or(resideInAPackage("got.ipc.wire..")))
        .check(SHIPPED);
  }
}
