package io.syncjobs.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The Markdown documents of the repository and their code blocks. */
public final class Documents {

  public static final Path ROOT = Path.of("..");
  public static final Path README = ROOT.resolve("README.md");
  public static final Path TOUR = ROOT.resolve("server/TOUR.md");
  public static final Path OF_SERVER = ROOT.resolve("server/README.md");
  public static final Path OF_CLIENT = ROOT.resolve("client/README.md");
  public static final Path OF_TESTKIT = ROOT.resolve("client/testkit/README.md");

  private static final Pattern BLOCK = Pattern.compile("(?s)```([a-z]+)\n(.*?)```");
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules");

  private Documents() {}

  /** A code block and its language. */
  public record Block(String language, String text) {}

  /** All documents, in a stable order. */
  public static List<Path> all() throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        String name = folder.getFileName().toString();
        return NOT_OURS.contains(name) || (name.startsWith(".") && !folder.equals(ROOT))
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (file.toString().endsWith(".md")) {
          documents.add(file);
        }
        return FileVisitResult.CONTINUE;
      }
    });
    Collections.sort(documents);
    return documents;
  }

  /** All code blocks of a document. */
  public static List<Block> blocks(Path document) throws IOException {
    return BLOCK
        .matcher(Files.readString(document))
        .results()
        .map(block -> new Block(block.group(1), block.group(2)))
        .toList();
  }

  /** The code block of a language that contains a text; fails unless exactly one does. */
  public static String block(Path document, String language, String part) throws IOException {
    List<String> found = blocks(document).stream()
        .filter(block -> block.language().equals(language) && block.text().contains(part))
        .map(Block::text)
        .toList();
    assertThat(found).as("%s blocks with %s in %s", language, part, document).hasSize(1);
    return found.get(0);
  }
}
