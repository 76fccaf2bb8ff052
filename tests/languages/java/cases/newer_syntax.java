void main() {
    String greeting = STR."hello \{name}";
    print(greeting);
}
