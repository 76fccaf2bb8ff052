import 'package:http/http.dart' show Client, get;

class Screen extends StatefulWidget {
  const Screen({super.key, required this.onDone});

  final void Function(String) onDone;

  @override
  State<Screen> createState() => _ScreenState();
}

class _ScreenState extends State<Screen> {
  final _token = TextEditingController();
  late final List<Widget> tabs = [for (final tab in Tab.values) Text(tab.label)];
  final handlers = <String, Function>{
    'open': (Note note) => note.open(),
    'close': (note) {
      note.close();
    },
  };

  @override
  void initState() {
    super.initState();
    load().then((note) {
      setState(() {
        _token.text = note.title;
      });
    }).catchError((error) => report(error));
  }

  @override
  Widget build(BuildContext context) {
    return Column(
      children: [
        TextField(controller: _token, obscureText: true),
        if (ready) ElevatedButton(onPressed: () async => await send(), child: const Text('Send')),
        Consumer<Session>(builder: (context, session, _) => Text(session.name)),
      ],
    );
  }

  Future<void> send([int? count]) async {
    await Future.wait([first(), second()]);
    final result = await compute(parse, _token.text);
    widget.onDone(result);
    final add = (int a, {int b = 1}) => a + b;
    add(1, b: 2);
    items.where((one) => one.open).map((one) => one.title).forEach(print);
  }
}
