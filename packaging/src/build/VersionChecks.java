import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;

/**
 * Takes out of generated code the question whether protobuf's run-time library fits it.
 *
 * <p>Both come from one line of the pom, and the archive holds both. The answer is put together by
 * java.util.Formatter, which loads the rules of all languages: some milliseconds of every start.
 */
final class VersionChecks {
  private static final String OWNER = "com/google/protobuf/RuntimeVersion";

  private VersionChecks() {}

  static byte[] remove(byte[] content, ClassHierarchyResolver hierarchy) {
    ClassFile format = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
    return format.transformClass(
        format.parse(content), ClassTransform.transformingMethodBodies(VersionChecks::instruction));
  }

  private static void instruction(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call
        && call.owner().asInternalName().equals(OWNER)
        && call.name().stringValue().startsWith("validate")) {
      for (int i = 0; i < call.typeSymbol().parameterCount(); i++) {
        code.pop();
      }
    } else {
      code.with(element);
    }
  }
}
