package dev.jrr.recorder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where one address space maps shared segments. Ranges never overlap. */
final class SharedViews {
  /** A mapping of {@code segment} from {@code offset} on. */
  record View(long address, long length, int segment, long offset) {
    long end() {
      return address + length;
    }
  }

  private final List<View> views = new ArrayList<>(0);

  SharedViews copy() {
    SharedViews copy = new SharedViews();
    copy.views.addAll(views);
    return copy;
  }

  boolean isEmpty() {
    return views.isEmpty();
  }

  List<View> all() {
    return Collections.unmodifiableList(views);
  }

  void add(View view) {
    remove(view.address, view.length);
    views.add(view);
  }

  /** The view at {@code address}, or null. */
  @org.jspecify.annotations.Nullable
  View at(long address) {
    for (View view : views) {
      if (Long.compareUnsigned(address, view.address) >= 0
          && Long.compareUnsigned(address, view.end()) < 0) {
        return view;
      }
    }
    return null;
  }

  /** Where {@code offset} of the segment is mapped, or 0. */
  long addressOf(int segment, long offset) {
    for (View view : views) {
      if (view.segment == segment && offset >= view.offset && offset - view.offset < view.length) {
        return view.address + offset - view.offset;
      }
    }
    return 0;
  }

  /** Cuts the range out of every view. */
  void remove(long address, long length) {
    long end = address + length;
    List<View> kept = null;
    for (int index = views.size() - 1; index >= 0; index--) {
      View view = views.get(index);
      if (Long.compareUnsigned(view.end(), address) <= 0
          || Long.compareUnsigned(end, view.address) <= 0) {
        continue;
      }
      views.remove(index);
      kept = kept == null ? new ArrayList<>(2) : kept;
      if (Long.compareUnsigned(view.address, address) < 0) {
        kept.add(new View(view.address, address - view.address, view.segment, view.offset));
      }
      if (Long.compareUnsigned(end, view.end()) < 0) {
        kept.add(new View(end, view.end() - end, view.segment, view.offset + end - view.address));
      }
    }
    if (kept != null) {
      views.addAll(kept);
    }
  }
}
