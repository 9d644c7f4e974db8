import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes libgotsyscall, a shared library of three functions, for each processor: {@code
 * SyscallLibrary DIRECTORY}.
 *
 * <p>Java can call the kernel without it, by java.lang.foreign; the first such call takes a third
 * of a helper's start, because it writes and compiles classes. The functions are so short that they
 * are given here as instructions: no compiler of C is needed, and what is in the file can be
 * compared with objdump(1) -d.
 *
 * <p>Source: elf(5); the System V ABI of each processor for how functions are called; syscall(2)
 * for how the kernel is.
 */
class SyscallLibrary {
  /** As Java looks for the methods of got.ipc.confine.NativeKernel. */
  private static final String PREFIX = "Java_got_ipc_confine_NativeKernel_";

  private static final int CLASS_64 = 2;
  private static final int LEAST_BYTE_FIRST = 1;
  private static final int VERSION = 1;
  private static final int SHARED_OBJECT = 3;
  private static final int EM_X86_64 = 62;
  private static final int EM_AARCH64 = 183;

  private static final int HEADER_BYTES = 64;
  private static final int SEGMENT_BYTES = 56;
  private static final int SECTION_BYTES = 64;
  private static final int SYMBOL_BYTES = 24;
  private static final int TAG_BYTES = 16;

  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final int PT_GNU_STACK = 0x6474e551;
  private static final int EXECUTE = 1;
  private static final int WRITE = 2;
  private static final int READ = 4;

  private static final int SHT_PROGBITS = 1;
  private static final int SHT_STRTAB = 3;
  private static final int SHT_HASH = 5;
  private static final int SHT_DYNAMIC = 6;
  private static final int SHT_DYNSYM = 11;
  private static final int SHF_WRITE = 1;
  private static final int SHF_ALLOC = 2;
  private static final int SHF_EXECINSTR = 4;

  private static final int DT_HASH = 4;
  private static final int DT_STRTAB = 5;
  private static final int DT_SYMTAB = 6;
  private static final int DT_STRSZ = 10;
  private static final int DT_SYMENT = 11;

  private static final int GLOBAL_FUNCTION = 0x12;

  /** The largest page of a processor that Linux has: each segment has pages of its own. */
  private static final int PAGE = 0x10000;

  /** Where in the file code and dynamic section begin. */
  private static final int CODE = 0x1000;

  private static final int DYNAMIC = 0x2000;

  /** Code of one function. */
  private record Function(String name, byte[] code) {}

  private final int machine;
  private final List<Function> functions;

  private SyscallLibrary(int machine, List<Function> functions) {
    this.machine = machine;
    this.functions = functions;
  }

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    Files.write(directory.resolve("libgotsyscall-amd64.so"), amd64().file());
    Files.write(directory.resolve("libgotsyscall-aarch64.so"), aarch64().file());
  }

  /**
   * Java passes environment and class in rdi and rsi, which nobody needs, the numbers in rdx, rcx,
   * r8, r9 and on the stack. The kernel wants its call in rax, and changes rcx and r11 only.
   */
  private static SyscallLibrary amd64() {
    byte[] syscall =
        bytes(
            0xf3, 0x0f, 0x1e, 0xfa, // endbr64
            0x48, 0x89, 0xd0, // mov rax, rdx
            0x48, 0x89, 0xcf, // mov rdi, rcx
            0x4c, 0x89, 0xc6, // mov rsi, r8
            0x4c, 0x89, 0xca, // mov rdx, r9
            0x4c, 0x8b, 0x54, 0x24, 0x08, // mov r10, [rsp + 8]
            0x4c, 0x8b, 0x44, 0x24, 0x10, // mov r8, [rsp + 16]
            0x4c, 0x8b, 0x4c, 0x24, 0x18, // mov r9, [rsp + 24]
            0x0f, 0x05, // syscall
            0xc3); // ret
    byte[] handler =
        bytes(
            0xf3, 0x0f, 0x1e, 0xfa, // endbr64
            0x6a, 0x01, // push 1
            0xb8, 0x01, 0x00, 0x00, 0x00, // mov eax, 1 (write)
            0x48, 0x89, 0xe6, // mov rsi, rsp
            0xba, 0x08, 0x00, 0x00, 0x00, // mov edx, 8
            0x0f, 0x05, // syscall
            0x58, // pop rax
            0xc3); // ret
    byte[] address =
        bytes(
            0xf3, 0x0f, 0x1e, 0xfa, // endbr64
            0x48, 0x8d, 0x05, 0, 0, 0, 0, // lea rax, [rip - what follows]
            0xc3); // ret
    int lea = 11;
    ByteBuffer.wrap(address)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(lea - Integer.BYTES, -(handler.length + lea));
    return new SyscallLibrary(EM_X86_64, functions(syscall, handler, address));
  }

  /**
   * Java passes environment and class in x0 and x1, which nobody needs, the numbers in x2 to x7 and
   * on the stack. The kernel wants its call in x8, and changes x0 only.
   */
  private static SyscallLibrary aarch64() {
    byte[] syscall =
        words(
            0xd503245f, // bti c
            0xaa0203e8, // mov x8, x2
            0xaa0303e0, // mov x0, x3
            0xaa0403e1, // mov x1, x4
            0xaa0503e2, // mov x2, x5
            0xaa0603e3, // mov x3, x6
            0xaa0703e4, // mov x4, x7
            0xf94003e5, // ldr x5, [sp]
            0xd4000001, // svc 0
            0xd65f03c0); // ret
    byte[] handler =
        words(
            0xd503245f, // bti c
            0xd10043ff, // sub sp, sp, 16
            0xd2800021, // mov x1, 1
            0xf90003e1, // str x1, [sp]
            0x910003e1, // mov x1, sp
            0xd2800102, // mov x2, 8
            0xd2800808, // mov x8, 64 (write)
            0xd4000001, // svc 0
            0x910043ff, // add sp, sp, 16
            0xd65f03c0); // ret
    int back = -(handler.length + Integer.BYTES);
    byte[] address =
        words(
            0xd503245f, // bti c
            0x10000000 | (back & 3) << 29 | (back >> 2 & 0x7ffff) << 5, // adr x0, handler
            0xd65f03c0); // ret
    return new SyscallLibrary(EM_AARCH64, functions(syscall, handler, address));
  }

  /**
   * @param handler a handler of a signal: writes 8 bytes to the descriptor that has the signal's
   *     number; errno stays what it is
   * @param address where that is, which has to lie right before it
   */
  private static List<Function> functions(byte[] syscall, byte[] handler, byte[] address) {
    return List.of(
        new Function("syscall", syscall),
        new Function("", handler),
        new Function("signalWriter", address));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] words(int... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(bytes::putInt);
    return bytes.array();
  }

  /** A part of the file, and where it is in memory: its offset, in pages of its segment. */
  private record Section(
      String name, int type, int flags, int segment, int offset, byte[] content) {
    int address() {
      return segment * PAGE + offset;
    }

    int end() {
      return offset + content.length;
    }
  }

  private byte[] file() {
    StringBuilder names = new StringBuilder("\0");
    byte[] code = new byte[0];
    int exported = (int) functions.stream().filter(f -> !f.name().isEmpty()).count();
    ByteBuffer symbols = table((1 + exported) * SYMBOL_BYTES).position(SYMBOL_BYTES);
    int text = 4;
    for (Function function : functions) {
      int at = code.length;
      code = joined(code, function.code());
      if (!function.name().isEmpty()) {
        symbols.putInt(names.length()).put((byte) GLOBAL_FUNCTION).put((byte) 0);
        symbols.putShort((short) text).putLong(PAGE + CODE + at).putLong(function.code().length);
        names.append(PREFIX).append(function.name()).append('\0');
      }
    }
    int start = HEADER_BYTES + 5 * SEGMENT_BYTES;
    Section hash = new Section(".hash", SHT_HASH, SHF_ALLOC, 0, start, hash(exported));
    Section dynsym =
        new Section(".dynsym", SHT_DYNSYM, SHF_ALLOC, 0, aligned(hash.end()), symbols.array());
    Section dynstr =
        new Section(".dynstr", SHT_STRTAB, SHF_ALLOC, 0, dynsym.end(), ascii(names.toString()));
    Section codes = new Section(".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, 1, CODE, code);
    ByteBuffer tags = table(6 * TAG_BYTES);
    tags.putLong(DT_HASH).putLong(hash.address());
    tags.putLong(DT_SYMTAB).putLong(dynsym.address());
    tags.putLong(DT_STRTAB).putLong(dynstr.address());
    tags.putLong(DT_STRSZ).putLong(dynstr.content().length);
    tags.putLong(DT_SYMENT).putLong(SYMBOL_BYTES);
    Section dynamic =
        new Section(".dynamic", SHT_DYNAMIC, SHF_ALLOC | SHF_WRITE, 2, DYNAMIC, tags.array());
    List<Section> sections = new ArrayList<>(List.of(hash, dynsym, dynstr, codes, dynamic));
    byte[] titles = ascii("\0.hash\0.dynsym\0.dynstr\0.text\0.dynamic\0.shstrtab\0");
    sections.add(new Section(".shstrtab", SHT_STRTAB, 0, 0, dynamic.end(), titles));
    int headers = aligned(sections.getLast().end());
    ByteBuffer file = table(headers + (1 + sections.size()) * SECTION_BYTES);
    header(file, headers, 1 + sections.size());
    segment(file, PT_LOAD, READ, 0, dynstr.end());
    segment(file, PT_LOAD, READ | EXECUTE, codes.address(), code.length);
    segment(file, PT_LOAD, READ | WRITE, dynamic.address(), dynamic.content().length);
    segment(file, PT_DYNAMIC, READ | WRITE, dynamic.address(), dynamic.content().length);
    // Without it the dynamic linker would make the stacks of all threads executable.
    segment(file, PT_GNU_STACK, READ | WRITE, 0, 0);
    String list = new String(titles, StandardCharsets.US_ASCII);
    file.position(headers + SECTION_BYTES);
    for (Section section : sections) {
      file.put(section.offset(), section.content());
      boolean mapped = (section.flags() & SHF_ALLOC) != 0;
      file.putInt(list.indexOf('\0' + section.name() + '\0') + 1).putInt(section.type());
      file.putLong(section.flags()).putLong(mapped ? section.address() : 0);
      file.putLong(section.offset()).putLong(section.content().length);
      file.putInt(linked(section.type())).putInt(section.type() == SHT_DYNSYM ? 1 : 0);
      file.putLong(Long.BYTES).putLong(entryBytes(section.type()));
    }
    return file.array();
  }

  /** The section that another one refers to, by its place in the list above. */
  private static int linked(int type) {
    return switch (type) {
      case SHT_HASH -> 2;
      case SHT_DYNSYM, SHT_DYNAMIC -> 3;
      default -> 0;
    };
  }

  private static int entryBytes(int type) {
    return switch (type) {
      case SHT_HASH -> Integer.BYTES;
      case SHT_DYNSYM -> SYMBOL_BYTES;
      case SHT_DYNAMIC -> TAG_BYTES;
      default -> 0;
    };
  }

  private void header(ByteBuffer file, int sections, int count) {
    file.put(bytes(0x7f, 'E', 'L', 'F', CLASS_64, LEAST_BYTE_FIRST, VERSION)).position(16);
    file.putShort((short) SHARED_OBJECT).putShort((short) machine).putInt(VERSION);
    file.putLong(0).putLong(HEADER_BYTES).putLong(sections).putInt(0);
    file.putShort((short) HEADER_BYTES).putShort((short) SEGMENT_BYTES).putShort((short) 5);
    file.putShort((short) SECTION_BYTES).putShort((short) count).putShort((short) (count - 1));
  }

  private static void segment(ByteBuffer file, int type, int flags, int address, int size) {
    file.putInt(type).putInt(flags).putLong(address % PAGE).putLong(address).putLong(address);
    file.putLong(size).putLong(size).putLong(type == PT_LOAD ? PAGE : Long.BYTES);
  }

  /** One bucket: the dynamic linker compares one name after the other. */
  private static byte[] hash(int symbols) {
    ByteBuffer hash = table((4 + symbols) * Integer.BYTES);
    hash.putInt(1).putInt(1 + symbols).putInt(1).putInt(0);
    for (int i = 1; i <= symbols; i++) {
      hash.putInt(i < symbols ? i + 1 : 0);
    }
    return hash.array();
  }

  private static int aligned(int offset) {
    return (offset + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ByteBuffer table(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
