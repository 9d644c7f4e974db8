package got.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks into compiled classes for switches over messages. One with a {@code default} would go on
 * compiling when a message is added that it does not answer.
 */
public final class MessageSwitches {
  private static final String MESSAGES = "got\\.ipc\\.(\\w+\\.\\w+Talk|FromHelper)\\$?.*";

  private final List<String> all = new ArrayList<>();
  private final List<String> withDefault = new ArrayList<>();

  private MessageSwitches() {}

  /** Those in the classes that were compiled together with {@code one}. */
  public static MessageSwitches with(Class<?> one) throws IOException {
    MessageSwitches found = new MessageSwitches();
    try (Stream<Path> files =
        Files.walk(Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        found.look(ClassFile.of().parse(file));
      }
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
    return found;
  }

  /** Where there are any. */
  public List<String> all() {
    return List.copyOf(all);
  }

  /** Where there should be none. */
  public List<String> withDefault() {
    return List.copyOf(withDefault);
  }

  private void look(ClassModel type) {
    for (MethodModel method : type.methods()) {
      String where = type.thisClass().asInternalName() + "." + method.methodName().stringValue();
      method.code().ifPresent(code -> look(where, code.elementList()));
    }
  }

  private void look(String where, List<CodeElement> code) {
    for (int i = 0; i < code.size(); i++) {
      if (code.get(i) instanceof InvokeDynamicInstruction call && isOverMessages(call)) {
        all.add(where);
        if (!isExhaustive(code, i)) {
          withDefault.add(where);
        }
      }
    }
  }

  private static boolean isOverMessages(InvokeDynamicInstruction call) {
    return call.name().stringValue().equals("typeSwitch")
        && call.bootstrapArgs().stream()
            .filter(ClassDesc.class::isInstance)
            .map(ClassDesc.class::cast)
            .anyMatch(MessageSwitches::isMessage);
  }

  private static boolean isMessage(ClassDesc type) {
    String name = type.packageName() + "." + type.displayName();
    String binary = type.descriptorString().substring(1).replace('/', '.').replace(";", "");
    return name.matches(MESSAGES) || binary.matches(MESSAGES);
  }

  /** What javac makes of a missing {@code default} is an exception that is never thrown. */
  private static boolean isExhaustive(List<CodeElement> code, int call) {
    for (int i = call; i < code.size(); i++) {
      switch (code.get(i)) {
        case LookupSwitchInstruction found -> {
          return throwsMatchException(code, found.defaultTarget());
        }
        case TableSwitchInstruction found -> {
          return throwsMatchException(code, found.defaultTarget());
        }
        default -> {
          // Between the call and the jump.
        }
      }
    }
    throw new AssertionError("a typeSwitch without a switch");
  }

  private static boolean throwsMatchException(List<CodeElement> code, Label target) {
    boolean there = false;
    for (CodeElement element : code) {
      there |= element instanceof LabelTarget label && label.label().equals(target);
      if (there && element instanceof Instruction instruction) {
        return instruction instanceof NewObjectInstruction made
            && made.className().asInternalName().equals("java/lang/MatchException");
      }
    }
    return false;
  }
}
