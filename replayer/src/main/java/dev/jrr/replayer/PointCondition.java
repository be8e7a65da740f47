package dev.jrr.replayer;

import dev.jrr.trace.Frame;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.VectorState;
import dev.jrr.tracee.Witness;
import dev.jrr.tracee.code.ConditionStub;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What an async point is compared by. All of the frame decides; the words of memory by which visits
 * turned out to differ, and the filters that come first, only save looking at wrong visits. They
 * are named by their places in the frame, and expected as recorded there, so that whichever are
 * chosen, the point itself is never missed.
 */
final class PointCondition {
  /** Words that one differing visit adds at most. */
  private static final int REFINEMENT = 4;

  /** Places of differences that are kept at most. */
  private static final int KEPT = 16;

  /** Filters at most. */
  private static final int FILTERS = 2;

  /** General registers, by their numbers in encodings: the first places of filters. */
  private static final int REGISTERS = 16;

  /** eflags' bits that stepping and debug registers change: TF and RF. */
  private static final long OWN_FLAGS = 0x10100;

  private final Frame.AsyncPoint point;
  private final ReplayTask task;
  private final ByteBuffer contents;
  private final ByteBuffer vectors;
  private final ByteBuffer values;
  private final SavedVectors saved;

  /**
   * Places by which the last visit differed, the first of them: what was seen to change tells the
   * most visits apart.
   */
  private final List<Integer> differing = new ArrayList<>();

  /** Places of words: 8-byte words of the contents, of the vectors, then the changed ones. */
  private final List<Integer> words = new ArrayList<>();

  /** Places of filters: a register, or 16 + 2 * word + upper half. The best is first. */
  private final List<Integer> filters = new ArrayList<>();

  /** How often each register and each word's halves told a visit that no filter had told. */
  private final int[] merits;

  PointCondition(Frame.AsyncPoint point, ReplayTask task) {
    this.point = point;
    this.task = task;
    this.contents = littleEndian(point.contents());
    this.vectors = littleEndian(point.vectors());
    this.values = littleEndian(new byte[8 * point.values().length]);
    values.asLongBuffer().put(point.values());
    this.saved = SavedVectors.in(point.lines(), contents);
    this.merits = new int[REGISTERS + 2 * places()];
  }

  private int places() {
    return point.contents().length / 8 + point.vectors().length / 8 + point.changed().length;
  }

  /** Takes over what an earlier replay found; what makes no sense of it is left out. */
  void suggest(List<Integer> earlierWords, List<Integer> earlierFilters) {
    for (int place : earlierWords) {
      if (place >= 0 && place < places()) {
        add(place);
      }
    }
    for (int place : earlierFilters) {
      if (place >= 0 && place < merits.length && filters.size() < FILTERS) {
        filters.add(place);
      }
    }
  }

  private boolean add(int place) {
    if (words.size() == ConditionStub.WORD_LIMIT || words.contains(place) || isOpen(place)) {
      return false;
    }
    words.add(place);
    return true;
  }

  private boolean isOpen(int place) {
    return word(place) instanceof ConditionStub.Word.OfMemory memory
        && saved.isOpen(memory.address());
  }

  List<Integer> wordPlaces() {
    return List.copyOf(words);
  }

  List<Integer> filterPlaces() {
    return List.copyOf(filters);
  }

  /** The words, for the stub. */
  List<ConditionStub.Word> words() {
    return words.stream().map(this::word).toList();
  }

  /** The filters, for the stub. */
  List<ConditionStub.Half> filters() {
    List<ConditionStub.Half> halves = new ArrayList<>(filters.size());
    for (int place : filters) {
      if (place < REGISTERS) {
        long expected = point.at().word(Registers.byEncoding(place));
        halves.add(
            new ConditionStub.Half(new ConditionStub.Word.OfRegister(place, expected), false));
      } else {
        int half = place - REGISTERS;
        halves.add(new ConditionStub.Half(word(half / 2), half % 2 == 1));
      }
    }
    return halves;
  }

  /**
   * The register for the stub to compare other words in: of those that differed the least between
   * visits, as the code around the point hardly computes with it; r15 if that is all the same.
   */
  int scratch() {
    int best = REGISTERS - 1;
    for (int number = best - 1; number >= 0; number--) {
      if (merits[number] < merits[best] && Registers.byEncoding(number) != Registers.RSP) {
        best = number;
      }
    }
    return best;
  }

  private ConditionStub.Word word(int place) {
    int inVectors = place - point.contents().length / 8;
    int inChanged = inVectors - point.vectors().length / 8;
    if (inChanged >= 0) {
      return new ConditionStub.Word.OfMemory(point.changed()[inChanged], point.values()[inChanged]);
    }
    if (inVectors >= 0) {
      return new ConditionStub.Word.OfVector(
          inVectors / 2, inVectors % 2 == 1, vectors.getLong(8 * inVectors));
    }
    int at = 8 * place;
    long address = point.lines()[at / Witness.LINE] + at % Witness.LINE;
    return new ConditionStub.Word.OfMemory(address, contents.getLong(at));
  }

  /** Whether the registers are those of the point. */
  boolean hasRegisters() {
    Registers actual = task.task.registers();
    for (int index = 0; index < Registers.COUNT; index++) {
      long difference = actual.get(index) ^ point.at().word(index);
      if (index == Registers.EFLAGS) {
        difference &= ~OWN_FLAGS;
      }
      if (difference != 0 && index != Registers.ORIG_RAX) {
        return false;
      }
    }
    return true;
  }

  /**
   * How many words of memory and vectors are not those of the point. The witness' walk depends on
   * nothing but what it finds, so with equal contents at its addresses it would be the same walk.
   */
  int differences() {
    differing.clear();
    int firstVector = point.contents().length / 8;
    ByteBuffer now = littleEndian(witness());
    return countDifferences(
            littleEndian(changed()), values, firstVector + point.vectors().length / 8, now)
        + countDifferences(now, contents, 0, now)
        + countDifferences(littleEndian(vectors()), vectors, firstVector, now);
  }

  /** Compares some of the words by which the last visit differed from now on. */
  void refine() {
    int added = 0;
    for (int index = 0; index < differing.size() && added < REFINEMENT; index++) {
      added += add(differing.get(index)) ? 1 : 0;
    }
  }

  private byte[] changed() {
    byte[] now = new byte[point.changed().length * 8];
    task.space.memory.readLines(point.changed(), 0, point.changed().length, now, 8);
    return now;
  }

  private byte[] witness() {
    byte[] now = new byte[point.lines().length * Witness.LINE];
    task.space.memory.readLines(point.lines(), 0, point.lines().length, now, Witness.LINE);
    return now;
  }

  private byte[] vectors() {
    return VectorState.xmm(task.task.ptrace().getVectorState(task.task.tid()));
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Words in {@code found} that differ; {@code now} is what the whole witness is at this visit. */
  private int countDifferences(
      ByteBuffer found, ByteBuffer wanted, int firstPlace, ByteBuffer now) {
    if (found.equals(wanted)) {
      return 0;
    }
    int end = Math.min(found.limit(), wanted.limit());
    int count = (Math.max(found.limit(), wanted.limit()) - end) / 8;
    for (int at = 0; at + 8 <= end; at += 8) {
      int place = firstPlace + at / 8;
      long value = found.getLong(at);
      if (wanted.getLong(at) != value && !isUnused(place, value, now)) {
        count++;
        if (differing.size() < KEPT) {
          differing.add(place);
        }
      }
    }
    return count;
  }

  private boolean isUnused(int place, long found, ByteBuffer now) {
    return word(place) instanceof ConditionStub.Word.OfMemory memory
        && saved.isUnused(memory.address(), memory.expected(), found, now);
  }

  /**
   * The filters let too many visits through, of which the task is at one: puts first what tells
   * this one, and told the most so far. False where nothing does.
   */
  boolean improveFilters() {
    Registers now = task.task.registers();
    int best = -1;
    for (int number = 0; number < REGISTERS; number++) {
      int index = Registers.byEncoding(number);
      if ((int) now.get(index) != (int) point.at().word(index)) {
        best = better(number, best);
      }
    }
    byte[] state = null;
    for (int place : words) {
      ConditionStub.Word word = word(place);
      long present;
      if (word instanceof ConditionStub.Word.OfMemory memory) {
        present = task.space.memory.word(memory.address());
      } else {
        state = state == null ? vectors() : state;
        int at = 8 * place - point.contents().length;
        present = littleEndian(state).getLong(at);
      }
      long difference = present ^ word.expected();
      for (int upper = 0; upper < 2; upper++) {
        if ((int) (difference >>> 32 * upper) != 0) {
          best = better(REGISTERS + 2 * place + upper, best);
        }
      }
    }
    if (best < 0 || filters.contains(best)) {
      return false;
    }
    if (filters.size() == FILTERS) {
      filters.remove(FILTERS - 1);
    }
    filters.add(0, best);
    return true;
  }

  private int better(int candidate, int best) {
    merits[candidate]++;
    return best < 0 || merits[candidate] > merits[best] ? candidate : best;
  }
}
