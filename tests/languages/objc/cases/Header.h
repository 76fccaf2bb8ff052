#ifndef HEADER_H
#define HEADER_H

#import <Foundation/Foundation.h>

FOUNDATION_EXPORT NSString *const AccountChanged;

@interface Account : NSObject
@property (nonatomic, copy) NSString *userName;
- (void)close;
@end

static inline BOOL isEmpty(NSString *text) { return text.length == 0; }

#endif
