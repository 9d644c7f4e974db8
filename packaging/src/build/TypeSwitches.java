import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates switches over types ahead of time.
 *
 * <p>javac leaves them to java.lang.runtime.SwitchBootstraps, which writes a class for each when it
 * is first reached, by means of the class-file library. No cache keeps these, and that library is
 * most of what a small program loads. Here each becomes a method of instanceof tests in its own
 * class, with the answers that the documentation of typeSwitch gives: the index of the first label,
 * from a given one on, that the value is an instance of; their number if there is none; -1 for
 * null.
 */
final class TypeSwitches {
  private static final String BOOTSTRAPS = "Ljava/lang/runtime/SwitchBootstraps;";
  private static final int PRIVATE_STATIC_SYNTHETIC = 0x100a;

  private record Switch(String name, MethodTypeDesc type, List<ClassDesc> labels) {}

  private final ClassDesc owner;
  private final List<Switch> switches = new ArrayList<>();

  private TypeSwitches(ClassDesc owner) {
    this.owner = owner;
  }

  /** The class without switches that are translated while it runs. */
  static byte[] translate(byte[] content, ClassHierarchyResolver hierarchy) {
    ClassFile format = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
    ClassModel model = format.parse(content);
    TypeSwitches transform = new TypeSwitches(model.thisClass().asSymbol());
    byte[] result =
        format.transformClass(
            model,
            ClassTransform.transformingMethodBodies(transform::instruction)
                .andThen(ClassTransform.endHandler(transform::addMethods)));
    return transform.switches.isEmpty() ? content : result;
  }

  private void addMethods(ClassBuilder builder) {
    for (Switch each : switches) {
      builder.withMethodBody(
          each.name(), each.type(), PRIVATE_STATIC_SYNTHETIC, code -> body(code, each.labels()));
    }
  }

  private void instruction(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeDynamicInstruction call
        && call.bootstrapMethod().owner().descriptorString().equals(BOOTSTRAPS)
        && call.bootstrapMethod().methodName().equals("typeSwitch")
        && call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance)) {
      List<ClassDesc> labels = new ArrayList<>();
      for (ConstantDesc label : call.bootstrapArgs()) {
        labels.add((ClassDesc) label);
      }
      Switch translated =
          new Switch("typeSwitch$" + switches.size(), call.typeSymbol(), List.copyOf(labels));
      switches.add(translated);
      code.invokestatic(owner, translated.name(), translated.type());
    } else {
      code.with(element);
    }
  }

  /** Parameters: the value, and the first index in question. */
  private static void body(CodeBuilder code, List<ClassDesc> labels) {
    Label present = code.newLabel();
    code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
    for (int i = 0; i < labels.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf(labels.get(i)).ifeq(next);
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(labels.size()).ireturn();
  }
}
