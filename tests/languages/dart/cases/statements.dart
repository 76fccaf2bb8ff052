import 'package:flutter/material.dart';

Future<int> statements(List<Note> notes, {Object? json}) async {
  String? first = null, second;
  late final int count;
  var (left, right) = pair();
  final Note(:title, owner: by) = notes.first;
  final [head, ...rest] = notes;
  (left, right) = (right, left);
  if (notes.isEmpty) {
    return 0;
  } else if (first == null)
    count = 1;
  else {
    count = 2;
  }
  if (json case {'token': String token, 'id': final id?} when token.isNotEmpty) {
    use(token);
  }
  if (json case final String text) use(text);
  for (var i = 0, j = 2; i < 3; i++, j--) {
    print(i);
  }
  for (final note in notes) note.touch();
  for (final (index, note) in notes.indexed) {
    print(index);
  }
  for (final MapEntry(:key, :value) in map.entries) {
    print(key + value);
  }
  for (known in notes) {}
  for (;;) {
    break;
  }
  await for (final event in events()) {
    print(event);
  }
  outer:
  while (count > 1) {
    continue outer;
  }
  do {
    step();
  } while (count < 9);
  switch (count) {
    case 1:
    case 2:
      few();
      break;
    case Limits.most:
      return 9;
    case Note(title: var shown) when shown != '':
      show(shown);
    case int n || double n:
      show(n);
    default:
      many();
  }
  switch (json) {
    case _:
      few();
  }
  try {
    risky();
  } on FormatException catch (problem, trace) {
    print(problem);
  } on IOException {
    retry();
  } catch (problem) {
    rethrow;
  } finally {
    close();
  }
  assert(count > 0, 'none');
  int twice(int value) => value * 2;
  Future<void> later({required Note of}) async {
    await of.save();
  }

  {
    final inner = 1;
  }
  ;
  throw Exception('a');
}
