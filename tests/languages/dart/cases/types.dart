library notes.model;

import 'dart:convert';
import 'dart:io' show File, Platform hide Directory;
import 'package:http/http.dart' as http;
import 'package:hive/hive.dart';
import '../core/clock.dart' as clock;
import '../core/base.dart';

export 'src/shared.dart' hide Hidden;

part 'note.g.dart';

/// A note that the user wrote.
@HiveType(typeId: 1)
@JsonSerializable(explicitToJson: true)
class Note<T extends Object> extends Base<T> with Dated, Owned implements Comparable<Note<T>>, clock.Timed {
  static const String table = 'notes', column = "text_${1 + 1} $table";

  @HiveField(0)
  final String title; // what the user sees

  /* Who may
     read it. */
  @HiveField(1, defaultValue: 'none')
  late String? owner, editor;
  Future<String>? pending;
  final Map<String, List<int>> marks = {};
  void Function(int count)? onChange;
  (int, String) pair = (1, 'a');
  clock.Moment at = clock.Moment.now();
  var open = false;

  Note(this.title, {required this.owner, super.key, String? pin = '0000', @JsonKey(name: 'e') this.editor})
      : assert(title != ''),
        this.open = pin != null,
        super(title);
  Note.empty(int size) : this('', owner: null);
  Note.of(this.title, [super.kind]) : owner = null {
    open = true;
  }
  const factory Note.remote() = RemoteNote;
  factory Note.fromJson(Map<String, dynamic> json) => Note(json['title'] as String, owner: json['owner']!);
  Note._();
  external factory Note.native();

  String get label => '$title!';
  set label(String text) {
    open = text.isNotEmpty;
  }

  bool get isLong;
  static Note? _last;
  static Note last<T>(T of) => _last!;

  Future<void> save(http.Client client, {required String token, int retries = 3}) async {
    await client.post(token);
  }

  Stream<int> lengths() async* {
    yield title.length;
    yield* others();
  }

  @override
  bool operator ==(Object other) => identical(this, other);
  String operator [](int at) => title[at];
  external int handle();
}

abstract interface class Store {
  Future<Note?> read(String key);
  abstract final int size;
}

sealed class Result {}

class Ok = Result with Dated;

mixin Dated on Base<Object>, Owned implements Timed {
  DateTime? made;
  void touch() => made = DateTime.now();
}

enum Level implements Comparable<Level> {
  low('l'),
  high.named(2),
  @deprecated
  none;

  final String code;
  const Level([this.code = '']);
  const Level.named(int code) : this('$code');
  static Level parse(String code) => values.firstWhere((one) => one.code == code);
}

extension Shown on Note {
  String get shown => title;
  void show(Screen on) => on.print(title);
  static int count = 0;
}

extension on List<String> {
  String joined() => join(',');
}

extension type Id(int value) implements int {
  Id.zero() : value = 0;
}

@freezed
class User with _$User {
  const factory User({required String email, @Default('') String phone}) = _User;
  const User._();
}

class _Private {
  final int a = 1;
}

typedef Callback = void Function(int a, {String b});
typedef int Older(int x);

const apiHost = 'https://api.example.com', apiVersion = '''
v1''';
final List<String> names = ['a', 'b'];
late final Note current;
var counter = 0;
int get doubled => counter * 2;
set doubled(int value) {
  counter = value ~/ 2;
}

@riverpod
Future<Note> note(Ref ref) async => Note.of('a');
