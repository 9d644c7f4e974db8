package got.ipc.confine;

import java.util.List;

/** A system call that is allowed if each of these arguments is as it must be. */
record Judged(Call call, List<Argument> arguments) {
  Judged {
    arguments = List.copyOf(arguments);
  }

  Judged(Call call, Argument... arguments) {
    this(call, List.of(arguments));
  }
}
