part of 'notes.dart';

void expressions(Note a, List<int> list, dynamic json) async {
  final text = 'it\'s' " a ${a.title.trim()} and $a" r'raw $a\n';
  final lines = '''
first $a
\u{1F600}\x41\u0042\t''';
  final numbers = [1, 0xFF, 1.5e3, -2, -0.5];
  final flags = [true, false, null, #symbol];
  final sum = 'a' + b + 'c';
  final mixed = a + b * c == d && e || !f && g < h;
  final bits = a | b & c ^ d << 2;
  final whole = a ~/ b % ~c >>> 1;
  final either = a ?? b ?? c;
  final chosen = a == null ? b : c is Note ? c.title : d;
  final tested = a && b ? c : d;
  final types = a is Note && b is! List<int>;
  final cast = json['a']['b'] as int? ?? 0;
  final casted = (await load())!.body as String;
  final generic = await Hive.openBox<Note>('notes');
  final called = Note.of<String>('a', kind: 1).save<void>(client: c);
  f(Hive.box<Note>('notes').get('k'), read<Foo>().bar(1));
  final negated = !isOpen<Note>('a');
  final safe = a?.b?.call(1)?.c?[0] ?? list![1];
  final made = new Note<int>.of('a', b: 2);
  final constant = const Duration(seconds: 1);
  final filled = List<int>.filled(16, 0);
  final literal = <String>['a', if (x) 'b' else 'c', for (var e in list) e.name, ...more, ...?maybe];
  final map = <String, dynamic>{'a': 1, Keys.token: b, name: c, if (x) 'd': 2, for (final e in list) e.key: e.value, ...other};
  final set = {1, 2, ...list};
  final nothing = {};
  final copy = {...map};
  final record = (1, 2);
  final named = (title: a, owner: b);
  final place = record.$2;
  final tearOff = Note.new;
  final dotted = f(.center);
  final built = Note('a')
    ..owner = 'b'
    ..save(client)
    ..marks['x'] = [1]
    ..at.zone += 1;
  list..add(1)..[0] = 2;
  a?..touch()
    ..label = 'x';
  x = y = a.b[0];
  a.b ??= 3;
  a['x'] += 1;
  count++;
  --count;
  print(i++);
  this.title = super.title;
  super.touch();
  final level = switch (a) {
    1 || 2 => 'few',
    Note(:final title, owner: 'me') when title.isNotEmpty => title,
    [final first, ..., final last] => first + last,
    {'token': String token} => token,
    (int left, right: var right) => left,
    > 3 && < 9 => 'some',
    null => throw StateError('none'),
    _ => 'many',
  };
  final fallback = a ?? throw ArgumentError('a');
  final function = throw 'x';
}
