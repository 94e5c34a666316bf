package org.widemargin.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * One Java source and the qualified names written in it: its imports and, inside the code, names
 * spelt out in full. The compiler's own parser reads it, so that comments and strings do not count.
 *
 * @param path where the source is, for messages
 * @param packageName the package that the source declares
 * @param names every dotted name of the source, in order
 */
record SourceFile(String path, String packageName, List<QualifiedName> names) {

  /**
   * A dotted name and where it is written.
   *
   * @param text for example {@code org.widemargin.data.Batch} or {@code org.widemargin.data.*}
   * @param line the line, from 1
   */
  record QualifiedName(String text, long line) {}

  SourceFile {
    names = List.copyOf(names);
  }

  /** Reads a file. */
  static SourceFile read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses a text.
   *
   * @throws IllegalArgumentException if it is not Java
   */
  static SourceFile parse(String path, String text) {
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problems, List.of(), null, List.of(new Text(text)));
    try {
      CompilationUnitTree unit = task.parse().iterator().next();
      if (!problems.getDiagnostics().isEmpty()) {
        throw new IllegalArgumentException(path + ": " + problems.getDiagnostics());
      }
      NameScanner scanner = new NameScanner(unit, Trees.instance(task));
      scanner.scan(unit, null);
      String packageName = String.valueOf(unit.getPackageName());
      return new SourceFile(path, packageName, scanner.names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class NameScanner extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final Trees trees;
    private final List<QualifiedName> names = new ArrayList<>();

    NameScanner(CompilationUnitTree unit, Trees trees) {
      this.unit = unit;
      this.trees = trees;
    }

    @Override
    public @Nullable Void visitPackage(PackageTree tree, @Nullable Void unused) {
      return scan(tree.getAnnotations(), null);
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void unused) {
      Optional<String> name = dottedName(tree);
      if (name.isEmpty()) {
        return super.visitMemberSelect(tree, null);
      }
      names.add(new QualifiedName(name.get(), lineOf(tree)));
      return null;
    }

    private static Optional<String> dottedName(ExpressionTree tree) {
      if (tree instanceof IdentifierTree identifier) {
        return Optional.of(identifier.getName().toString());
      }
      if (tree instanceof MemberSelectTree select) {
        return dottedName(select.getExpression()).map(left -> left + "." + select.getIdentifier());
      }
      return Optional.empty();
    }

    private long lineOf(Tree tree) {
      return unit.getLineMap().getLineNumber(trees.getSourcePositions().getEndPosition(unit, tree));
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String text) {
      super(URI.create("string:///Source.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
