@implementation Flow

- (void)branches:(NSString *)text number:(int)number {
    if (!text || [text length] == 0) return;
    else if (number > 1) { first(); } else second();
    switch (number) {
        case 1:
            first();
            break;
        case 2:
        case Three:
            second();
            break;
        default:
            third();
    }
    switch ([text length]) { default: third(); }
    NSString *shown = text ?: @"none";
    shown = number ? @"some" : number > 2 ? @"many" : @"few";
}

- (void)loops:(NSArray *)values {
    for (NSString *value in self.values) { use(value); }
    for (id value in values) use(value);
    id found;
    for (found in values) { break; }
    for (int i = 0; i < 3; i++) { continue; }
    for (;;) { }
    while ([self more]) step();
    do { --_left; } while (_left > 0);
    again:
    goto again;
}

- (void)attempts {
    @try {
        first();
    } @catch (NSException *error) {
        NSLog(@"%@", error);
        @throw;
    } @catch (...) {
    } @finally {
        last();
    }
    @throw [NSException exceptionWithName:@"Stop" reason:@"no key" userInfo:nil];
}

- (void)blocks {
    @autoreleasepool { [self attempts]; }
    @synchronized (self) { _left += 1; }
    dispatch_async(dispatch_get_main_queue(), ^{ [self attempts]; });
    __weak typeof(self) weakSelf = self;
    __block NSString *result;
    void (^handler)(NSString *, NSError *) = ^(NSString *text, NSError *error) { result = text; };
    NSString *(^name)(int) = ^NSString *(int number) { return nil; };
    [self load:^(BOOL done, NSError *_Nullable error) { weakSelf.left = done; } then:^{ handler(result, nil); }];
    if (handler) handler(name(1), nil);
    (^{ step(); })();
}

- (void)builds {
#ifdef DEBUG
    NSLog(@"debug");
#elif RELEASE
    NSLog(@"release");
#else
    NSLog(@"other");
#endif
#if !TARGET_OS_SIMULATOR
    step();
#endif
#pragma mark - last
    if (@available(iOS 11, *)) { step(); }
}

- (void)assignments {
    char buffer[16] = {0}, *pointer = NULL;
    struct point place = { .x = 1, .y = 2 };
    UInt8 key[] = { 1, 0x10, 'c' };
    id a, b;
    a = b = self.value;
    self.value = a, self.left = 2;
    self.values[0] = a;
    _table[@"name"] = b;
    place.x = (a, 3);
    number++;
    (void)a;
}

@end
