package io.syncjobs.server.platform.startup;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * The folder {@code syncjobs.data-dir} with all files of a server. It is created at the first start; on file systems with POSIX permissions only its
 * owner may enter it.
 */
@Component
@EnableConfigurationProperties(SyncJobsProperties.class)
public class DataFolder {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path path;

  DataFolder(SyncJobsProperties properties) {
    path = properties.dataDir().toAbsolutePath().normalize();
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path, ownerOnly("rwx------"));
      }
    } catch (IOException e) {
      throw new SetupException(
          "The data folder " + path + " can't be created: " + SetupException.reason(e),
          "Set syncjobs.data-dir (SYNCJOBS_DATA_DIR) to a folder that the server may write to.",
          e);
    }
  }

  /** The path of a file in the folder, which need not exist. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /**
   * Creates a file that only its owner may read, unless it exists. The file is complete or absent, even after a power failure, and nodes that create it
   * at the same time all get the same one.
   *
   * @throws SetupException if it can't be written
   */
  public void createSecret(Path file, String text) {
    Path temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel out =
          FileChannel.open(temporary, Set.of(CREATE_NEW, WRITE), ownerOnly("rw-------"))) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      try {
        Files.createLink(file, temporary);
      } catch (FileAlreadyExistsException e) {
        // Another node created it first.
      } catch (FileSystemException | UnsupportedOperationException e) {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      force(file.resolveSibling("."));
    } catch (IOException e) {
      throw new SetupException(
          "The file " + file + " can't be written: " + SetupException.reason(e),
          "Permit the account of the server to write to this folder.",
          e);
    }
  }

  private static void force(Path folder) throws IOException {
    if (POSIX) {
      try (FileChannel names = FileChannel.open(folder, READ)) {
        names.force(true);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
