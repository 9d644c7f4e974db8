package got.ipc.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import got.ipc.Body;
import got.ipc.ChannelException;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What messages are made of, between our types and those of protocol buffers. */
public final class Values {
  private Values() {}

  public static Body body(int number, MessageLite message) {
    return new Body(number, message.toByteArray());
  }

  /**
   * Reads a message that is as it would be encoded: no field twice, of which protocol buffers would
   * take the last, none in another place, no padded number.
   */
  public static <M extends Message> M parse(Parser<M> parser, byte[] buffer, int offset, int length)
      throws ChannelException {
    try {
      M message = known(parser.parseFrom(buffer, offset, length));
      if (!Arrays.equals(
          message.toByteArray(), Arrays.copyOfRange(buffer, offset, offset + length))) {
        throw ChannelException.rules("message is not as it would be encoded");
      }
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw ChannelException.rules("malformed message");
    }
  }

  /** The same, if it holds no field that is not ours. */
  public static <M extends Message> M known(M message) throws ChannelException {
    if (!message.getUnknownFields().asMap().isEmpty()) {
      throw ChannelException.rules("unknown field");
    }
    return message;
  }

  /**
   * What the number of a message means.
   *
   * @param kinds the generated look-up, which gives null for a number that is none
   */
  public static <K> K kind(IntFunction<? extends @Nullable K> kinds, int number)
      throws ChannelException {
    K kind = kinds.apply(number);
    if (kind == null) {
      throw unknownMessage(number);
    }
    return kind;
  }

  public static ChannelException unknownMessage(int number) {
    return ChannelException.rules("unknown message " + number);
  }

  public static ByteString id(ObjectId id) {
    byte[] bytes = new byte[id.algorithm().idBytes()];
    id.copyTo(bytes, 0);
    return ByteString.copyFrom(bytes);
  }

  /** A single id; its length tells the algorithm. */
  public static ObjectId id(ByteString bytes) throws ChannelException {
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      if (algorithm.idBytes() == bytes.size()) {
        return ObjectId.copyOf(algorithm, bytes.toByteArray(), 0);
      }
    }
    throw ChannelException.rules("object id of " + bytes.size() + " bytes");
  }

  /** Ids of one length, behind a byte that states it. */
  public static ByteString ids(List<ObjectId> ids) {
    ByteString.Output out = ByteString.newOutput();
    for (ObjectId id : ids) {
      if (out.size() == 0) {
        out.write(id.algorithm().idBytes());
      }
      byte[] bytes = new byte[id.algorithm().idBytes()];
      id.copyTo(bytes, 0);
      out.write(bytes, 0, bytes.length);
    }
    return out.toByteString();
  }

  public static List<ObjectId> ids(ByteString bytes) throws ChannelException {
    List<ObjectId> ids = new ArrayList<>();
    if (bytes.isEmpty()) {
      return List.of();
    }
    byte[] all = bytes.toByteArray();
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      if (all[0] == algorithm.idBytes() && (all.length - 1) % algorithm.idBytes() == 0) {
        for (int at = 1; at < all.length; at += algorithm.idBytes()) {
          ids.add(ObjectId.copyOf(algorithm, all, at));
        }
        return List.copyOf(ids);
      }
    }
    throw ChannelException.rules("malformed list of ids");
  }

  /** At most as many ids as one message holds. */
  public static List<ObjectId> someIds(ByteString bytes) throws ChannelException {
    List<ObjectId> ids = ids(bytes);
    if (ids.size() > Limits.IDS) {
      throw ChannelException.rules("more than " + Limits.IDS + " ids");
    }
    return ids;
  }

  public static CommonWire.Algorithm algorithm(HashAlgorithm algorithm) {
    return switch (algorithm) {
      case SHA1 -> CommonWire.Algorithm.SHA1;
      case SHA256 -> CommonWire.Algorithm.SHA256;
    };
  }

  public static HashAlgorithm algorithm(CommonWire.Algorithm algorithm) throws ChannelException {
    return switch (algorithm) {
      case SHA1 -> HashAlgorithm.SHA1;
      case SHA256 -> HashAlgorithm.SHA256;
      case ALGORITHM_UNKNOWN, UNRECOGNIZED ->
          throw ChannelException.rules("unknown hash algorithm");
    };
  }

  public static String utf8(ByteString bytes) throws ChannelException {
    if (!bytes.isValidUtf8()) {
      throw ChannelException.rules("text is not UTF-8");
    }
    return bytes.toStringUtf8();
  }

  /** A name of bytes, one byte per char. */
  public static ByteString latin1(String text) {
    return ByteString.copyFrom(text, StandardCharsets.ISO_8859_1);
  }

  public static int count(int value) throws ChannelException {
    if (value < 0) {
      throw ChannelException.rules("count out of range");
    }
    return value;
  }

  public static long count(long value) throws ChannelException {
    if (value < 0) {
      throw ChannelException.rules("count out of range");
    }
    return value;
  }
}
