/*
 * What a call reads, as a digest, and what it writes, as pieces of its record. The pieces come in
 * the same order when they are put into a record and when they are taken from it: what says how long
 * a piece is comes before it.
 */
#pragma once
#include "hook.h"

#define DIGEST_LIMIT 256

static u64 crc(u64 sum, u64 word) {
  __asm__("crc32q %1, %0" : "+r"(sum) : "rm"(word));
  return sum;
}

static u64 crc_byte(u64 sum, uint8_t byte) {
  __asm__("crc32b %1, %k0" : "+r"(sum) : "rm"(byte));
  return sum;
}

static u64 crc_bytes(u64 sum, u64 address, u64 size) {
  const uint8_t *at = (const uint8_t *)address;
  if (!address) return sum;
  if (size > DIGEST_LIMIT) size = DIGEST_LIMIT;
  for (; size >= 8; size -= 8, at += 8) sum = crc(sum, *(const u64 *)at);
  while (size--) sum = crc_byte(sum, *at++);
  return sum;
}

static u64 crc_string(u64 sum, u64 address) {
  const uint8_t *at = (const uint8_t *)address;
  for (int index = 0; at && index < DIGEST_LIMIT && at[index]; index++) sum = crc_byte(sum, at[index]);
  return sum;
}

static u64 crc_vector(u64 sum, const struct vector *vector, u64 count, int with_bytes) {
  u64 left = DIGEST_LIMIT;
  if (count > VECTOR_LIMIT) return sum; /* nothing is made of such a call */
  for (u64 index = 0; index < count; index++) {
    sum = crc(crc(sum, vector[index].base), vector[index].length);
    if (with_bytes && left) {
      u64 size = vector[index].length < left ? vector[index].length : left;
      sum = crc_bytes(sum, vector[index].base, size);
      left -= size;
    }
  }
  return sum;
}

static u64 crc_message(u64 sum, const struct message *message, int with_bytes) {
  sum = crc_bytes(sum, (u64)message, sizeof *message);
  sum = crc_vector(sum, message->vector, message->count, with_bytes);
  if (!with_bytes) return sum;
  sum = crc_bytes(sum, message->name, message->name_length);
  return crc_bytes(sum, message->control, message->control_length);
}

#define F_GETLK 5
#define F_SETLK 6
#define F_OFD_GETLK 36
#define F_OFD_SETLK 37
#define FUTEX_COMMAND 0x7f
#define FUTEX_WAKE_OP 5
#define FIONBIO 0x5421

/* Bytes that fcntl or ioctl reads. */
static u64 operation_input(const struct regs *regs) {
  u64 operation = regs->rsi;
  if (regs->rax == __NR_ioctl) return operation == FIONBIO ? 4 : 0;
  return operation == F_GETLK || operation == F_SETLK || operation == F_OFD_GETLK || operation == F_OFD_SETLK
             ? 32
             : 0;
}

#define PR_SET_PDEATHSIG 1
#define PR_SET_NAME 15
#define PR_GET_NAME 16
#define PR_CAPBSET_READ 23
#define PR_SET_VMA 0x53564d41
#define NAME_SIZE 16

/* Bytes that fcntl, ioctl or prctl writes. */
static u64 operation_output(const struct regs *regs) {
  if (regs->rax == __NR_prctl) return regs->rdi == PR_GET_NAME ? NAME_SIZE : 0;
  if (regs->rax == __NR_fcntl) return regs->rsi == F_GETLK || regs->rsi == F_OFD_GETLK ? 32 : 0;
  switch (regs->rsi) {
    case 0x5401: return 36; /* TCGETS: struct termios of the kernel */
    case 0x540f: return 4;  /* TIOCGPGRP */
    case 0x5413: return 8;  /* TIOCGWINSZ */
    case 0x541b: return 4;  /* FIONREAD */
    default: return 0;
  }
}

static u64 set_bytes(const struct regs *regs) {
  return (regs->rdi + 63) / 64 * 8;
}

static uint32_t *length_at(const struct regs *regs, int which) {
  return (uint32_t *)argument(regs, which + 1);
}

static u64 crc_lengths(u64 sum, const struct regs *regs, int which) {
  return which && argument(regs, which) ? crc(sum, *length_at(regs, which)) : sum;
}

/* Of the call's number and arguments. */
static u64 crc_registers(const struct regs *regs) {
  u64 sum = crc(0, regs->rax);
  for (int which = A0; which <= A5; which++) sum = crc(sum, argument(regs, which));
  return sum;
}

/* Of everything that the call reads. An address that is not mapped ends in HOOK_BAIL. */
static uint32_t digest(const struct regs *regs, const struct shape *shape) {
  u64 sum = crc_registers(regs);
  if (shape->string1) sum = crc_string(sum, argument(regs, shape->string1));
  if (shape->string2) sum = crc_string(sum, argument(regs, shape->string2));
  if (shape->bytes) sum = crc_bytes(sum, argument(regs, shape->bytes), argument(regs, shape->length));
  if (shape->fixed) sum = crc_bytes(sum, argument(regs, shape->fixed), shape->fixed_size);
  if (shape->address)
    sum = crc_bytes(sum, argument(regs, shape->address), argument(regs, shape->address + 1));
  if (shape->vector)
    sum = crc_vector(sum, (const struct vector *)argument(regs, shape->vector),
                     argument(regs, shape->vector + 1), shape->reads_vector);
  if (shape->message)
    sum = crc_message(sum, (const struct message *)argument(regs, shape->message), shape->reads_vector);
  if (shape->messages && argument(regs, shape->messages + 1) <= MESSAGE_LIMIT) {
    const struct counted_message *each = (const struct counted_message *)argument(regs, shape->messages);
    for (u64 left = argument(regs, shape->messages + 1); left; left--, each++)
      sum = crc_message(sum, &each->message, shape->reads_vector);
  }
  if (shape->out1_size == ADDRESS) sum = crc_lengths(sum, regs, shape->out1);
  if (shape->out2_size == ADDRESS) sum = crc_lengths(sum, regs, shape->out2);
  switch (shape->how) {
    case POLL:
      sum = crc_bytes(sum, regs->rdi, regs->rsi * 8);
      if (regs->rax == __NR_ppoll) sum = crc_bytes(sum, regs->rdx, 16);
      break;
    case SELECT:
      for (int which = A1; which <= A3; which++) sum = crc_bytes(sum, argument(regs, which), set_bytes(regs));
      sum = crc_bytes(sum, regs->r8, 16);
      break;
    case FCNTL:
    case IOCTL:
      sum = crc_bytes(sum, operation_input(regs) ? regs->rdx : 0, operation_input(regs));
      break;
    case PROCESS_OPTION:
      if (regs->rdi == PR_SET_NAME) sum = crc_string(sum, regs->rsi);
      if (regs->rdi == PR_SET_VMA) sum = crc_string(sum, regs->r8);
      break;
    default:
      break;
  }
  return (uint32_t)sum;
}

static void copy(void *to, const void *from, u64 size) {
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

static void copy_short(u64 *to, const u64 *from, u64 words) {
  while (words--) *to++ = *from++;
}

/* Where the next piece of a record is, and whether it is taken from there or put there. */
struct pieces {
  u64 position;
  int take;
};

/* One piece of a record: memory of the program. */
static void piece(struct pieces *pieces, u64 address, u64 size) {
  u64 in_record = JRR_BUFFER + pieces->position;
  u64 to = pieces->take ? address : in_record;
  u64 from = pieces->take ? in_record : address;
  if (size <= 256 && size % 8 == 0) {
    copy_short((u64 *)to, (const u64 *)from, size / 8);
  } else {
    copy((void *)to, (const void *)from, size);
  }
  pieces->position += (size + 7) & ~7ull;
}

static u64 least(u64 one, u64 other) {
  return one < other ? one : other;
}

/* The first size bytes of what the vector names. */
static void vector_pieces(struct pieces *pieces, const struct vector *vector, u64 count, u64 size) {
  for (u64 index = 0; index < count && size; index++) {
    u64 part = least(size, vector[index].length);
    if (part) piece(pieces, vector[index].base, part);
    size -= part;
  }
}

/* Sizes that a call replaces by others. */
struct rooms {
  u64 first, second;
};

/* What a message call wrote, whose header held the rooms for name and control data before it. */
static void message_pieces(struct pieces *pieces, struct message *message, u64 result, struct rooms rooms) {
  piece(pieces, (u64)&message->name_length, 8);
  piece(pieces, (u64)&message->control_length, 16);
  if (message->name) piece(pieces, message->name, least(rooms.first, (uint32_t)message->name_length));
  vector_pieces(pieces, message->vector, message->count, result);
  if (message->control) piece(pieces, message->control, least(rooms.second, message->control_length));
}

static struct rooms message_rooms(const struct message *message) {
  return (struct rooms){(uint32_t)message->name_length, message->control_length};
}

/* One for each message. */
static void rooms_before(struct rooms *rooms, const struct regs *regs, const struct shape *shape) {
  rooms->first = rooms->second = 0;
  if (shape->out1_size == MESSAGE) {
    *rooms = message_rooms((const struct message *)argument(regs, shape->message));
  } else if (shape->out1_size == MESSAGES && regs->rdx <= MESSAGE_LIMIT) {
    const struct counted_message *each = (const struct counted_message *)regs->rsi;
    for (u64 index = 0; index < regs->rdx; index++) rooms[index] = message_rooms(&each[index].message);
  } else if (shape->out1_size == ADDRESS && argument(regs, shape->out1)) {
    rooms->first = *length_at(regs, shape->out1);
  } else if (shape->out2_size == ADDRESS && argument(regs, shape->out2)) {
    rooms->second = *length_at(regs, shape->out2);
  }
}

/* What a call wrote that moved so many messages. */
static void counted_pieces(struct pieces *pieces, struct counted_message *each, u64 count, int only_lengths,
                           const struct rooms *rooms) {
  for (; count; count--, each++, rooms++) {
    piece(pieces, (u64)&each->length, 4);
    if (!only_lengths) message_pieces(pieces, &each->message, each->length, *rooms);
  }
}

static void output(struct pieces *pieces, const struct regs *regs, const struct shape *shape, int which,
                   uint16_t size, u64 result, const struct rooms *rooms) {
  u64 address = argument(regs, which);
  if (size == SETS) {
    for (which = A1; which <= A3; which++) {
      if (argument(regs, which)) piece(pieces, argument(regs, which), set_bytes(regs));
    }
    return;
  }
  if (!address) return;
  switch (size) {
    case RESULT:
      piece(pieces, address, least(result, argument(regs, shape->limit)));
      break;
    case POLL_SET:
      piece(pieces, address, regs->rsi * 8);
      break;
    case EPOLL_EVENTS:
      piece(pieces, address, result * 12);
      break;
    case BY_OPERATION:
      if (operation_output(regs)) piece(pieces, address, operation_output(regs));
      break;
    case PAGES:
      piece(pieces, address, (regs->rsi + 4095) / 4096);
      break;
    case VECTOR:
      vector_pieces(pieces, (const struct vector *)address, argument(regs, which + 1), result);
      break;
    case MESSAGE:
      message_pieces(pieces, (struct message *)address, result, *rooms);
      break;
    case MESSAGES:
    case LENGTHS:
      counted_pieces(pieces, (struct counted_message *)address, result, size == LENGTHS, rooms);
      break;
    case FUTEX_WORD:
      if ((regs->rsi & FUTEX_COMMAND) == FUTEX_WAKE_OP) piece(pieces, address, 4);
      break;
    case ADDRESS:
      piece(pieces, (u64)length_at(regs, which), 4);
      piece(pieces, address, least(which == shape->out1 ? rooms->first : rooms->second, *length_at(regs, which)));
      break;
    default:
      piece(pieces, address, size);
  }
}

static int has_outputs(const struct shape *shape, i64 result) {
  return shape->how == WAIT ? result > 0 : result >= 0;
}

/* Everything that the call wrote. */
static void outputs(struct pieces *pieces, const struct regs *regs, const struct shape *shape, u64 result,
                    const struct rooms *rooms) {
  if (shape->out1) output(pieces, regs, shape, shape->out1, shape->out1_size, result, rooms);
  if (shape->out2) output(pieces, regs, shape, shape->out2, shape->out2_size, result, rooms);
}

/* The same of a plain call. */
static void plain_output(struct pieces *pieces, const struct regs *regs, const struct shape *shape, i64 result) {
  u64 address = shape->out1 && result >= 0 ? argument(regs, shape->out1) : 0;
  if (address) piece(pieces, address, shape->out1_size);
}

static u64 vector_size(const struct vector *vector, u64 count) {
  u64 size = 0;
  if (count > VECTOR_LIMIT) return JRR_BUFFER_SIZE;
  for (u64 index = 0; index < count; index++) {
    u64 length = vector[index].length;
    size += (length > JRR_BUFFER_SIZE ? JRR_BUFFER_SIZE : length) + 8;
  }
  return size;
}

static u64 message_size(const struct message *message) {
  return vector_size(message->vector, message->count) + (uint32_t)message->name_length +
         least(message->control_length, JRR_BUFFER_SIZE) + 48;
}

static u64 messages_size(const struct counted_message *each, u64 count) {
  u64 size = 0;
  if (count > MESSAGE_LIMIT) return JRR_BUFFER_SIZE;
  for (; count; count--, each++) size += message_size(&each->message) + 8;
  return size;
}

/* Bytes that a call is given to write: what it prints, if that is to be kept. */
static u64 input_size(const struct regs *regs, const struct shape *shape) {
  return shape->vector ? vector_size((const struct vector *)regs->rsi, regs->rdx) : regs->rdx;
}

/* The most that the call may write into the record. */
static u64 room_wanted(const struct regs *regs, const struct shape *shape) {
  u64 room = 0;
  switch (shape->out1_size) {
    case RESULT: room = argument(regs, shape->limit); break;
    case POLL_SET: room = regs->rsi * 8; break;
    case EPOLL_EVENTS: room = regs->rdx * 12; break;
    case BY_OPERATION: room = 64; break;
    case PAGES: room = regs->rsi / 4096 + 8; break;
    case VECTOR: room = input_size(regs, shape); break;
    case MESSAGE: room = message_size((const struct message *)regs->rsi); break;
    case MESSAGES: room = messages_size((const struct counted_message *)regs->rsi, regs->rdx); break;
    case LENGTHS: room = least(regs->rdx, MESSAGE_LIMIT) * 8; break;
    case FUTEX_WORD: room = 8; break;
    case ADDRESS: room = argument(regs, shape->out1) ? *length_at(regs, shape->out1) : 0; break;
    case SETS: room = 3 * 128; break;
    default: room = shape->out1_size;
  }
  if (room > JRR_BUFFER_SIZE) return JRR_BUFFER_SIZE;
  room += shape->out2_size == ADDRESS ? (argument(regs, shape->out2) ? *length_at(regs, shape->out2) : 0)
                                      : shape->out2_size;
  return room + 80; /* of a call that changes memory: hook.c's changed() */
}
