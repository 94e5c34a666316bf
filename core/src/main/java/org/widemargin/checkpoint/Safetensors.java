package org.widemargin.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;

/**
 * Reads and writes the safetensors format: an 8-byte little-endian header length, a JSON header,
 * the tensors' bytes.
 *
 * <p>Reading is strict: whatever is not exactly one well-formed file is refused, so nothing is ever
 * guessed from a damaged checkpoint. Writing is deterministic (the same tensors give the same
 * bytes) and atomic.
 *
 * <p>Source: <a href="https://github.com/huggingface/safetensors#format">the format's
 * description</a>.
 */
public final class Safetensors {
  private static final int LENGTH_BYTES = Long.BYTES;

  private Safetensors() {}

  /**
   * Reads a whole file.
   *
   * @param path the file
   * @return its tensors and metadata
   * @throws InputException if the file cannot be read, is truncated or has bytes left over, if its
   *     header is malformed, has duplicate names, an unsupported type, a shape that does not fit
   *     its bytes, or offsets that overlap or leave a gap
   */
  public static SafetensorsFile read(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      SafetensorsHeader header = readHeader(path, channel);
      Map<String, StoredTensor> tensors = new TreeMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        tensors.put(entry.name(), readTensor(channel, entry));
      }
      return new SafetensorsFile(tensors, header.metadata());
    } catch (NoSuchFileException e) {
      throw new InputException("expected a safetensors file, found nothing at " + path, e);
    } catch (EOFException e) {
      throw new InputException("expected a whole safetensors file, found it cut short: " + path, e);
    } catch (IOException e) {
      throw new InputException("cannot read " + path + ": " + AtomicFiles.reason(e), e);
    }
  }

  /**
   * Writes a file, replacing an existing one only once the new one is complete.
   *
   * <p>Tensors are laid out by falling element size, then by name, and the header is padded with
   * spaces to a multiple of eight bytes, so that every tensor is aligned to its element size.
   *
   * @param path the file
   * @param content what to write
   * @throws InputException if the file cannot be written, for example on a full disk; nothing is
   *     left behind then
   */
  public static void write(Path path, SafetensorsFile content) {
    SafetensorsHeader header = SafetensorsHeader.layOut(content);
    byte[] json = header.toJson();
    AtomicFiles.write(
        path,
        stream -> {
          WritableByteChannel channel = Channels.newChannel(stream);
          writeFully(channel, littleEndian(LENGTH_BYTES).putLong(json.length).flip());
          writeFully(channel, ByteBuffer.wrap(json));
          for (SafetensorsHeader.Entry entry : header.entries()) {
            StoredTensor tensor = Objects.requireNonNull(content.tensors().get(entry.name()));
            writeFully(channel, tensor.data());
          }
        });
  }

  private static SafetensorsHeader readHeader(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    InputException.require(
        size >= LENGTH_BYTES,
        "expected a safetensors file (at least %d bytes), found %d bytes: %s",
        LENGTH_BYTES,
        size,
        path);
    long headerLength = readFully(channel, LENGTH_BYTES, 0).getLong();
    long limit = Math.min(SafetensorsHeader.MAX_BYTES, size - LENGTH_BYTES);
    InputException.require(
        headerLength >= 2 && headerLength <= limit,
        "expected a safetensors header of 2 to %d bytes, found the length %s: %s is damaged or of"
            + " another format",
        limit,
        Long.toUnsignedString(headerLength),
        path);
    byte[] json = readFully(channel, (int) headerLength, LENGTH_BYTES).array();
    long dataStart = LENGTH_BYTES + headerLength;
    return SafetensorsHeaderParser.parse(path, json, dataStart, size - dataStart);
  }

  private static StoredTensor readTensor(FileChannel channel, SafetensorsHeader.Entry entry)
      throws IOException {
    ByteBuffer data = readFully(channel, Math.toIntExact(entry.length()), entry.position());
    return new StoredTensor(entry.dataType(), entry.shape(), data);
  }

  private static ByteBuffer readFully(FileChannel channel, int length, long position)
      throws IOException {
    ByteBuffer buffer = littleEndian(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip();
  }

  private static void writeFully(WritableByteChannel channel, ByteBuffer buffer)
      throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
