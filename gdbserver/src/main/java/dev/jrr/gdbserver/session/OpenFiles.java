package dev.jrr.gdbserver.session;

import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.Target;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.TargetFile;
import java.util.HashMap;
import java.util.Map;

/** The files that a debugger has open, by the small numbers that it knows them by. */
final class OpenFiles {
  private static final int MOST_OPEN = 256;

  private final Target target;
  private final Map<Integer, TargetFile> open = new HashMap<>();
  private int process;

  OpenFiles(Target target) {
    this.target = target;
  }

  /** Whose files are meant from now on; 0 for the first process'. */
  void setProcess(int process) {
    this.process = process;
  }

  int process() {
    return process;
  }

  /** Opens a file under the lowest free number. */
  int open(String path) throws TargetException {
    if (open.size() == MOST_OPEN) {
      throw new TargetException(Errno.EMFILE, "too many open files");
    }
    TargetFile file = target.openFile(process, path);
    int number = 0;
    while (open.putIfAbsent(number, file) != null) {
      number++;
    }
    return number;
  }

  TargetFile get(int number) throws TargetException {
    TargetFile file = open.get(number);
    if (file == null) {
      throw new TargetException(Errno.EBADF, "no open file " + number);
    }
    return file;
  }

  void close(int number) throws TargetException {
    get(number).close();
    open.remove(number);
  }

  void closeAll() {
    open.values().forEach(TargetFile::close);
    open.clear();
  }
}
