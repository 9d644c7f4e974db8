import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Takes the loggers out of protobuf's classes, and with them java.logging out of the run-time
 * image.
 *
 * <p>They would warn of what got's programs do not do: generated code of another version, old
 * extensions, texts. No program of got writes to a log. To set up java.util.logging took five
 * milliseconds of every start, half of them to look through archives for somebody who wants to do
 * it.
 */
final class Loggers {
  private static final String LOGGER = "java/util/logging/Logger";
  private static final String LEVEL = "java/util/logging/Level";

  private Loggers() {}

  /**
   * @throws IllegalStateException if the class does more with a logger than to get it and to write
   */
  static byte[] remove(byte[] content, ClassHierarchyResolver hierarchy) {
    ClassFile format =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(hierarchy),
            ClassFile.ConstantPoolSharingOption.NEW_POOL);
    return format.transformClass(
        format.parse(content), ClassTransform.transformingMethodBodies(Loggers::instruction));
  }

  private static void instruction(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call && call.owner().asInternalName().equals(LOGGER)) {
      MethodTypeDesc type = call.typeSymbol();
      boolean gets = call.opcode() == Opcode.INVOKESTATIC;
      if (!gets && !type.returnType().equals(ConstantDescs.CD_void)
          || type.parameterList().stream().anyMatch(parameter -> parameter.isPrimitive())) {
        throw new IllegalStateException("what answers " + call + "?");
      }
      for (int i = 0; i < type.parameterCount(); i++) {
        code.pop();
      }
      if (gets) {
        code.aconst_null();
      } else {
        code.pop();
      }
    } else if (element instanceof FieldInstruction field
        && field.owner().asInternalName().equals(LEVEL)) {
      code.aconst_null();
    } else {
      code.with(element);
    }
  }
}
